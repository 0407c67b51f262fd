// The statements of the tie-out: a search, filters, and a page of rows at a time. Without this script all rows show.
"use strict";
(function () {
  const PAGE = 10;
  const FILTERS = [["result", "Result"], ["standing", "Compared with"], ["reason", "Reason of a contradiction"], ["paper", "Paper"]];
  const place = document.querySelector(".tb-statements");
  if (!place) return;
  const rows = Array.from(place.querySelectorAll("tbody tr"));
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  let first = 0;

  const controls = element("form", { class: "tb-filters", role: "search", "aria-label": "Statements" });
  controls.addEventListener("submit", (event) => event.preventDefault());
  const words = labelled("Search the statements", element("input", { type: "search" }));
  words.addEventListener("input", () => { first = 0; show(); });
  const chosen = FILTERS.map(([name, label]) => {
    const values = Array.from(new Set(rows.map((row) => row.dataset[name]).filter(Boolean)));
    const select = labelled(label, element("select", {}));
    select.append(new Option("All", ""), ...values.map((value) => new Option(name === "reason" ? `Reason ${value}` : value, value)));
    select.addEventListener("change", () => { first = 0; show(); });
    return [name, select];
  });
  const clear = element("button", { type: "reset" });
  clear.textContent = "Clear";
  controls.append(clear);
  controls.addEventListener("reset", () => setTimeout(() => { first = 0; show(); }));
  const said = element("p", { class: "tb-said", role: "status", tabindex: "-1" });
  const pages = element("p", { class: "tb-pages" });
  const back = turn("Previous", -PAGE), on = turn("Next", PAGE);
  pages.append(back, on);
  place.prepend(controls, said);
  place.append(pages);

  for (const link of document.querySelectorAll(".tb-show-statements")) {
    link.addEventListener("click", () => only(link.dataset.reason));
  }
  if (/^#reason-\d+$/.test(location.hash)) only(location.hash.slice("#reason-".length));
  addEventListener("beforeprint", () => rows.forEach((row) => { row.hidden = false; }));
  addEventListener("afterprint", show);
  show();

  function only(reason) {
    words.value = "";
    for (const [name, select] of chosen) select.value = name === "reason" ? reason : "";
    first = 0;
    show();
  }

  function show() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter((row) =>
      chosen.every(([name, select]) => !select.value || row.dataset[name] === select.value)
      && wanted.every((word) => texts.get(row).includes(word)));
    const here = new Set(found.slice(first, first + PAGE));
    for (const row of rows) row.hidden = !here.has(row);
    const last = Math.min(first + PAGE, found.length);
    said.textContent = found.length ? `Statements ${first + 1} to ${last} of ${found.length}` : "No statement is found.";
    back.disabled = first === 0;
    on.disabled = last >= found.length;
  }

  function turn(label, by) {
    const button = element("button", { type: "button" });
    button.textContent = label;
    button.addEventListener("click", () => {
      first = Math.max(0, first + by);
      show();
      said.focus(); // the button may be off now, and what it turned to begins here
    });
    return button;
  }

  function labelled(label, control) {
    const holder = element("label", {});
    holder.append(label, control);
    controls.append(holder);
    return control;
  }

  function element(name, attributes) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }
})();
