// Finds text whose box is partly outside what shows it: an ancestor that clips or scrolls, or the window. A column that
// is wholly scrolled away is not cut. Details are open.
() => {
  document.querySelectorAll("main details, main .tb-fold[aria-expanded=false]").forEach((each) => { each.open = true; });
  document.querySelectorAll(".tb-fold[aria-expanded=false]").forEach((each) => each.click());
  const shown = new Map();
  function windowOf(element) {
    if (shown.has(element)) return shown.get(element);
    let { left, right } = element === document.documentElement
      ? { left: 0, right: document.documentElement.clientWidth } : windowOf(element.parentElement);
    const style = getComputedStyle(element);
    if (style.clipPath !== "none") { left = 1; right = 0; }
    else if (element !== document.documentElement && element !== document.body && style.overflowX !== "visible") {
      const edge = element.getBoundingClientRect().left + element.clientLeft;
      left = Math.max(left, edge);
      right = Math.min(right, edge + element.clientWidth);
    }
    shown.set(element, { left, right });
    return shown.get(element);
  }
  const cut = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({ checkVisibilityCSS: true }) || element.closest("dialog")) continue;
    const { left, right } = windowOf(element);
    if (right < left) continue; // text for screen readers only
    // what has been scrolled goes under the first column, which stays
    const stays = element.closest("tr")?.cells[0], under = stays && getComputedStyle(stays).position === "sticky" && !stays.contains(element);
    const visibleFrom = under ? Math.max(left, stays.getBoundingClientRect().right) : left;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      const inside = box.left >= visibleFrom - 1 && box.right <= right + 1;
      const away = (box.left >= right - 1 || box.right <= visibleFrom + 1) && element.closest(".tb-scroll");
      if (box.width >= 0.5 && !inside && !away) { cut.push(`${text.data.trim().slice(0, 40)}: ${Math.round(box.left)} to ${Math.round(box.right)} in ${Math.round(left)} to ${Math.round(right)}`); break; }
    }
  }
  return cut;
}
