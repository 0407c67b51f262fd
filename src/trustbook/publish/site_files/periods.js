/* Fills the period switcher and the banner of every edition. Written anew with each site; editions only load it. */
(function () {
  "use strict";
  var editions = /*EDITIONS*/[];
  var place = document.getElementById("tb-periods");
  if (!place || !editions.length) return;
  var here = place.dataset.period, page = place.dataset.page, site = place.dataset.site;
  var newest = editions[0];

  function address(edition) {
    var same = edition.pages.indexOf(page) >= 0 ? page : edition.front;
    return site + edition.period + "/" + same + ".html";
  }
  function element(name, properties, children) {
    var made = document.createElement(name);
    Object.keys(properties).forEach(function (key) { made.setAttribute(key, properties[key]); });
    (children || []).forEach(function (child) {
      made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
    return made;
  }

  var current = editions.filter(function (edition) { return edition.period === here; })[0];
  var items = editions.map(function (edition) {
    var properties = { href: address(edition) };
    if (edition.period === here) properties["aria-current"] = "page";
    return element("li", {}, [element("a", properties, [edition.label + (edition === newest ? " (newest)" : "")])]);
  });
  items.push(element("li", {}, [element("a", { href: site + "archive.html" }, ["All periods"])]));
  place.textContent = "";
  place.appendChild(element("details", {}, [
    element("summary", {}, [element("span", { "class": "tb-hidden" }, ["Choose a period. Now: "]), current ? current.label : here]),
    element("ul", {}, items)
  ]));

  if (newest.period !== here) {
    var article = document.querySelector("article") || document.body;
    article.insertBefore(
      element("p", { "class": "tb-banner" }, [
        "This is not the newest report. ",
        element("a", { href: address(newest) }, ["Go to " + newest.label]),
        "."
      ]),
      article.firstChild
    );
  }
})();
