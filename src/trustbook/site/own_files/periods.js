/* Fills the period switcher, and the banner of editions that are not the newest. Written again with each site; editions
   only load it, so that a published edition never changes. Without it, links stand in its place: to the archive, and to
   the revisions of the report. */
(function () {
  "use strict";
  var editions = /*EDITIONS*/[];
  var place = document.getElementById("tb-periods");
  if (!place || !editions.length) return;
  var here = place.dataset.period, page = place.dataset.page, site = place.dataset.site;
  var revision = Number(place.dataset.revision || 0);
  var newest = editions[0];

  function has(edition) { return edition.pages.indexOf(page) >= 0; }
  function address(edition) { return site + (edition.folder || edition.period) + "/" + (has(edition) ? page : edition.front) + ".html"; }
  function element(name, properties, children) {
    var made = document.createElement(name);
    Object.keys(properties).forEach(function (key) { made.setAttribute(key, properties[key]); });
    (children || []).forEach(function (child) {
      made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
    return made;
  }
  function item(edition) {
    var notes = [];
    if (edition === newest) notes.push("newest");
    if (!has(edition)) notes.push("no such chapter: its front page");
    var properties = { href: address(edition) };
    if (edition.period === here && edition.revision === revision) properties["aria-current"] = "page";
    return element("li", {}, [element("a", properties, [edition.label + (notes.length ? " (" + notes.join("; ") + ")" : "")])]);
  }

  var current = editions.filter(function (edition) { return edition.period === here; })[0];
  var label = current ? current.label : here;
  var menu = element("details", {}, [
    element("summary", {}, [element("span", { "class": "tb-hidden" }, ["Choose a period. Now: "]), label]),
    element("ul", {}, editions.map(item))
  ]);
  var revisions = place.querySelector(".tb-revisions");
  place.textContent = "";
  var before = editions[editions.indexOf(current) + 1];
  if (current && before) {
    var note = has(before) ? [] : [element("span", { "class": "tb-hidden" }, [" (its front page)"])];
    place.appendChild(element("a", { href: address(before), rel: "prev" }, ["Last report: " + before.label].concat(note)));
  }
  place.appendChild(element("a", { href: site + "archive.html" }, ["All months"]));
  if (revisions) place.appendChild(revisions);
  place.appendChild(menu);
  menu.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", function (event) {
    if (!menu.contains(event.target)) menu.open = false;
  });

  var said = [];
  var out = current && current.published;
  if (out && revision && out.number > revision) {
    said.push(["A newer revision (" + out.number + ", " + out.on + ") of this report is out: ",
      element("a", { href: address(out) }, [has(out) ? "this page in it" : "its front page, since it has no such chapter"]), ". "]);
  } else if (out && revision && current.restated) {
    said.push(["Restated since: ",
      element("a", { href: site + "revisions/" + here + ".html#restated" },
        [current.restated === 1 ? "a figure of this report" : current.restated + " figures of this report"]), ". "]);
  }
  if (newest.period !== here) {
    var same = has(newest) ? "this page in the newest report" : "its front page, since it has no such chapter";
    said.push(["This is the report of " + label + ". The newest is " + newest.label + ": ",
      element("a", { href: address(newest) }, [same]), "."]);
  }
  if (said.length) {
    document.querySelector("article").prepend(element("p", { "class": "tb-banner" }, Array.prototype.concat.apply([], said)));
  }
})();
