// Use all that a page offers: open what is closed, bring charts alive, move over them, sort tables, open menus.
async () => {
  const rest = (time) => new Promise((done) => setTimeout(done, time));
  for (const each of document.querySelectorAll("details")) each.open = true;
  const charts = [...document.querySelectorAll("figure.tb-chart")];
  for (const chart of charts) { chart.scrollIntoView(); await rest(60); }
  const end = Date.now() + 4000;
  const waiting = () => charts.some((each) => each.querySelector("script.tb-specification")
    && !each.querySelector(".tb-live:not([hidden])"));
  while (charts.length && waiting() && Date.now() < end) {
    for (const chart of charts) if (!chart.querySelector(".tb-live:not([hidden])")) { chart.scrollIntoView(); await rest(60); }
  }
  for (const chart of charts) {
    for (const mark of [...chart.querySelectorAll(".tb-live path, .tb-live rect, .tb-live text")].slice(0, 25)) {
      const { x, y, width, height } = mark.getBoundingClientRect();
      for (const type of ["pointerover", "pointermove", "mouseover", "mousemove"]) {
        const Kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
        mark.dispatchEvent(new Kind(type, { bubbles: true, clientX: x + width / 2, clientY: y + height / 2 }));
      }
    }
  }
  for (const heading of document.querySelectorAll("table.tb-sortable th button")) heading.click();
  for (const each of document.querySelectorAll("details")) each.open = true;
  for (const each of document.querySelectorAll("[class*=hostile-]")) {
    each.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    each.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    if (each.focus) each.focus();
  }
  await rest(50);
  return waiting() ? charts.length : 0;
}
