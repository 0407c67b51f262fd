/* Opens the meaning of a term beside it. Without scripts, or in a browser that has no popovers, the link leads to the
   glossary. The meanings are loaded when one is first asked for. */
(function () {
  "use strict";
  if (!HTMLElement.prototype.showPopover) return;
  var data = new URL("terms-data.js", document.currentScript.src), box, from;

  function element(name, kind, text) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }
  function load(then, otherwise) {
    if (window.trustbookTerms) { then(); return; }
    var script = element("script");
    script.src = data;
    script.onload = then;
    script.onerror = otherwise;
    document.head.append(script);
  }
  function place(link) {
    var at = link.getClientRects()[0], size = box.getBoundingClientRect(), below = at.bottom + 6;
    var top = below + size.height > innerHeight && at.top - 6 > size.height ? at.top - 6 - size.height : below;
    var left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - size.width - 8));
    box.style.left = left + scrollX + "px";
    box.style.top = top + scrollY + "px";
  }
  function open(link) {
    var meaning = (window.trustbookTerms || {})[decodeURIComponent(link.hash.slice(1))];
    if (!meaning) { location.href = link.href; return; }
    if (box) box.remove();
    box = element("div", "tb-meaning");
    var more = element("a", "", "In the glossary"), text = element("p", "", meaning[1]);
    more.href = link.href;
    text.id = "tb-meaning-text";
    box.append(element("strong", "", meaning[0]), text, more);
    box.setAttribute("popover", "auto");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", meaning[0]);
    box.setAttribute("aria-describedby", text.id);
    box.tabIndex = -1;
    from = link;
    box.addEventListener("toggle", function (event) {
      if (event.newState === "closed" && (document.activeElement === document.body || this.contains(document.activeElement))) from.focus();
    });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { box.hidePopover(); from.focus(); }
    });
    link.after(box);
    box.showPopover();
    place(link);
    box.focus({ preventScroll: true });
  }
  document.querySelectorAll("a.tb-term").forEach(function (link) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      load(function () { open(link); }, function () { location.href = link.href; });
    });
  });
})();
