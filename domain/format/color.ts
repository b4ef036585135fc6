/** Luminances between which a color stands out from light and dark paper alike, three to one. */
const DARKEST = 0.13;
const LIGHTEST = 0.26;

/** A color of the same hue that contrasts with light and dark backgrounds alike. */
export function readableColor(color: string): string {
  if (!/^#[\da-f]{6}$/i.test(color)) return "#808080";
  let channels = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  for (let i = 0; i < 100; i++) {
    const light = luminanceOf(channels);
    if (light > LIGHTEST) channels = channels.map((value) => value * 0.97);
    else if (light < DARKEST) {
      channels = channels.map((value) => value + (255 - value) * 0.03);
    } else break;
  }
  const hex = channels.map((value) =>
    Math.round(value).toString(16).padStart(2, "0")
  );
  return `#${hex.join("")}`;
}

/** Relative luminance as WCAG defines it. */
function luminanceOf(channels: readonly number[]): number {
  const [red, green, blue] = channels.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
