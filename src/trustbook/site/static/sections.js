// On a phone a long chapter shows its answer, its key figures, its main chart and its main table; each other section opens on demand.
// Without this script every section is open.
"use strict";
(function () {
  const LONG = 5; // screens
  const FEW_NOTES = 5;
  const article = document.querySelector("article.bd-article");
  if (!article || !matchMedia("(max-width: 600px)").matches) return;
  if (document.documentElement.scrollHeight < LONG * innerHeight) return;

  const main = [".tb-figures", ".tb-chart", ".tb-scroll"]
    .map((kind) => Array.from(article.querySelectorAll(kind)).find((each) => !each.closest("details")))
    .filter(Boolean);
  const sections = Array.from(article.querySelectorAll("section > section"))
    .filter((section) => section.querySelector(":scope > h2") && !main.some((each) => section.contains(each)));
  if (sections.length < 2) return;

  const all = document.createElement("button");
  const folds = [];
  sections.forEach((section, number) => folds.push(fold(section, number)));
  for (const notes of article.querySelectorAll("ol.tb-notes")) {
    if (notes.children.length > FEW_NOTES && !folds.some((each) => each.holds(notes))) folds.push(foldNotes(notes, folds.length));
  }
  all.type = "button";
  all.className = "tb-open-all";
  all.addEventListener("click", () => {
    const open = folds.some((each) => !each.isOpen());
    folds.forEach((each) => each.set(open));
  });
  sections[0].before(all);
  say();

  function fold(section, number) {
    const heading = section.querySelector(":scope > h2");
    const inside = document.createElement("div");
    inside.append(...Array.from(section.childNodes).filter((each) => each !== heading));
    section.append(inside);
    const button = document.createElement("button");
    const mark = heading.querySelector(".headerlink");
    button.append(...Array.from(heading.childNodes).filter((each) => each !== mark));
    heading.prepend(button);
    return folding(button, inside, section, number);
  }

  function foldNotes(notes, number) {
    const button = document.createElement("button");
    button.textContent = `${notes.children.length} notes to the table`;
    notes.before(button);
    return folding(button, notes, notes, number);
  }

  function folding(button, inside, whole, number) {
    inside.id = inside.id || `tb-section-${number}`;
    button.type = "button";
    button.className = "tb-fold";
    button.setAttribute("aria-controls", inside.id);
    const each = {
      holds: (other) => whole.contains(other),
      isOpen: () => button.getAttribute("aria-expanded") === "true",
      set(open) {
        button.setAttribute("aria-expanded", String(open));
        // a browser that can finds words in a closed section, and opens it
        if (open) inside.removeAttribute("hidden"); else inside.setAttribute("hidden", "until-found");
        if (folds.length) say();
      },
    };
    button.addEventListener("click", () => each.set(!each.isOpen()));
    inside.addEventListener("beforematch", () => each.set(true));
    addEventListener("beforeprint", () => each.set(true));
    const leadsHere = () => {
      const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (wanted && whole.contains(wanted)) { each.set(true); wanted.scrollIntoView(); }
    };
    addEventListener("hashchange", leadsHere);
    each.set(false);
    leadsHere();
    return each;
  }

  function say() {
    all.textContent = folds.every((each) => each.isOpen()) ? "Close these sections" : "Open all sections";
  }
})();
