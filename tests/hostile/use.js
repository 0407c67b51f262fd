// Use all that a page offers: open what is closed, bring charts alive, move over them, sort tables, open menus.
async () => {
  const rest = (time) => new Promise((done) => setTimeout(done, time));
  for (const each of document.querySelectorAll("details")) each.open = true;
  const charts = [...document.querySelectorAll("figure.tb-chart")].filter((each) => each.querySelector("script.tb-specification"));
  for (const chart of charts) {
    chart.scrollIntoView();
    chart.querySelector(".tb-drawing").dispatchEvent(new PointerEvent("pointerenter"));
  }
  const dead = () => charts.filter((each) => !each.querySelector(".tb-live:not([hidden])"));
  for (const end = Date.now() + 4000; dead().length && Date.now() < end;) await rest(60);
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
  return dead().length;
}
