// What a page is, as a reader meets it: headings, links, widths, and text that cannot be read. Evaluated in the page.
() => {
  const root = document.documentElement;
  const name = (element) => {
    const words = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const classes = typeof element.className === "string" ? element.className.trim().split(/\s+/).slice(0, 2).join(".") : "";
    return `${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""}${classes ? "." + classes : ""} "${words}"`;
  };
  const style = (element) => getComputedStyle(element);
  const meantForVoicesOnly = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const box = each.getBoundingClientRect();
      if (style(each).position === "absolute" && box.width <= 1.5 && box.height <= 1.5) return true;
    }
    return false;
  };
  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

  const clipped = [];
  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || !element || element.closest("script, style, noscript, svg") || !shown(element)) continue;
    if (meantForVoicesOnly(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let floats = false, scrolled = false;
    let rects = [...range.getClientRects()].map((r) => ({ left: r.left, right: r.right, top: r.top, bottom: r.bottom }));
    rects = rects.filter((r) => r.right - r.left > 1 && r.bottom - r.top > 1);
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const its = style(each), box = each.getBoundingClientRect();
      if (its.position === "fixed" || its.position === "sticky") floats = true;
      const ways = [[its.overflowX, "left", "right"], [its.overflowY, "top", "bottom"]];
      for (const [overflow, low, high] of ways) {
        if (overflow === "auto" || overflow === "scroll") scrolled = true;
        if ((overflow === "hidden" || overflow === "clip") && !scrolled &&
            rects.some((r) => r[low] < box[low] - 2 || r[high] > box[high] + 2)) clipped.push(`${name(element)} in ${name(each).split(' "')[0]}`);
      }
      if (its.position === "fixed") break;
    }
    if (!floats && !scrolled && rects.some((r) => r.left < -1 || r.right > root.clientWidth + 1))
      clipped.push(`${name(element)} beyond the page`);
    if (!floats && !scrolled) rects.forEach((r) => pieces.push({ element, ...r }));
  }
  const overlapping = [];
  pieces.sort((a, b) => a.top - b.top);
  for (let i = 0; i < pieces.length; i++) {
    for (let j = i + 1; j < pieces.length && pieces[j].top < pieces[i].bottom; j++) {
      const a = pieces[i], b = pieces[j];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const least = Math.min(a.bottom - a.top, b.bottom - b.top);
      if (wide > 3 && high > 0.4 * least && a.element !== b.element) overlapping.push(`${name(a.element)} and ${name(b.element)}`);
    }
  }
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")].filter(shown);
  const addresses = [...document.querySelectorAll("a[href], area[href], link[href], img[src], script[src], source[src], iframe[src]")];
  return {
    title: document.title,
    language: root.lang,
    width: root.scrollWidth - root.clientWidth,
    headings: levels.map((h) => [Number(h.getAttribute("aria-level") || h.tagName.slice(1)), h.textContent.trim()]),
    addresses: [...new Set(addresses.filter((a) => a.rel !== "canonical").map((a) => a.href || a.src))],
    clipped: [...new Set(clipped)],
    overlapping: [...new Set(overlapping)],
    charts: [...document.querySelectorAll("figure.tb-chart")].map((figure) => figure.getAttribute("aria-label") || figure.getAttribute("aria-labelledby") || ""),
  };
}
