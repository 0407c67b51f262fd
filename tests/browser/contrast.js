// The contrast of what charts and scroll hints draw with the ground that they lie on, as WCAG measures it.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  function rgb(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  }
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a), a: 1,
  });
  function luminance({ r, g, b }) {
    const [R, G, B] = [r, g, b].map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  }
  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }
  const ground = rgb(getComputedStyle(document.body).backgroundColor);
  const found = { texts: [], marks: [], shades: [] };
  for (const drawing of document.querySelectorAll(".tb-drawing svg")) {
    if (!drawing.getClientRects().length) continue;
    const bars = Array.from(drawing.querySelectorAll(".role-mark.mark-rect path, .role-mark.mark-arc path"));
    for (const text of drawing.querySelectorAll("text")) {
      if (!text.textContent.trim()) continue;
      const box = text.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
      const below = bars.filter((bar) => {
        const edge = bar.getBoundingClientRect();
        return edge.left <= x && x <= edge.right && edge.top <= y && y <= edge.bottom && getComputedStyle(bar).fill !== "none";
      }).pop();
      const under = below ? over(rgb(getComputedStyle(below).fill), ground) : ground;
      found.texts.push([text.textContent, contrast(over(rgb(getComputedStyle(text).fill), under), under)]);
    }
    for (const mark of bars) {
      const fill = getComputedStyle(mark).fill;
      const drawn = fill === "none" || !mark.getBoundingClientRect().width ? null : rgb(fill);
      if (drawn && drawn.a > 0.5) found.marks.push([fill, contrast(over(drawn, ground), ground)]);
    }
  }
  const shade = document.querySelector(".tb-scroll") && getComputedStyle(document.documentElement).getPropertyValue("--tb-shade");
  if (shade) found.shades.push(contrast(over(rgb(shade), ground), ground));
  return found;
}
