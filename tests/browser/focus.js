// What has the focus, and whether that can be seen. Evaluated in the page after each press of Tab.
() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  window.passed = window.passed || [];
  const again = window.passed.includes(element);
  const before = window.passed.at(-1);
  const forwards = !before || Boolean(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  window.passed.push(element);
  const outline = getComputedStyle(element);
  const outlined = outline.outlineStyle !== "none" && parseFloat(outline.outlineWidth) >= 1.5;
  const box = [...element.getClientRects()].find((r) => r.width > 0 && r.height > 0) || element.getBoundingClientRect();
  const x = Math.min(Math.max((Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max((Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2, 0), innerHeight - 1);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 1 && box.height > 1;
  const hit = document.elementFromPoint(x, y);
  const covered = !hit || !(element.contains(hit) || hit.contains(element) || (element.labels && [...element.labels].some((l) => l.contains(hit))));
  const label = `${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""}.${String(element.className).split(" ")[0]} "${(element.getAttribute("aria-label") || element.textContent).trim().slice(0, 40)}"`;
  return { label, again, forwards, outlined, inside, covered: inside && covered, size: [Math.round(box.width), Math.round(box.height)] };
}
