// Long tables can be sorted: each heading becomes a button. Without this script the table is as it was written.
"use strict";
(function () {
  const MISSING = new Set(["not reported", "not held", "not applicable"]);

  function amount(text) {
    const plain = text.replace(/,/g, "").replace("\u2212", "-");
    return plain.trim() === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
  }

  function shown(row, column) {
    const cell = row.cells[column].cloneNode(true);
    cell.querySelectorAll("sup").forEach((mark) => mark.remove());
    return cell.textContent.trim();
  }

  // what has no figure stays last, whichever way the rest is sorted
  function compare(one, other, down) {
    if (MISSING.has(one) || MISSING.has(other)) return MISSING.has(one) - MISSING.has(other);
    const [left, right] = [amount(one), amount(other)];
    const order = left !== null && right !== null ? left - right : one.localeCompare(other, "en-GB", { numeric: true });
    return down ? -order : order;
  }

  function sort(table, column, heading) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).filter((row) => !row.classList.contains("tb-total"));
    const totals = Array.from(body.rows).filter((row) => row.classList.contains("tb-total"));
    rows.sort((one, other) => compare(shown(one, column), shown(other, column), down));
    body.append(...rows, ...totals);
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  for (const table of document.querySelectorAll("table.tb-sortable")) {
    Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.addEventListener("click", () => sort(table, column, heading));
      // a heading that is half out of a wide table's window would keep half of its focus out of it
      button.addEventListener("focus", () => heading.scrollIntoView({ block: "nearest", inline: "nearest" }));
      heading.replaceChildren(button);
    });
  }
})();
