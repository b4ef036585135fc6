/** Height of the box that {@linkcode linePath} draws in; it is one unit wide from point to point. */
export const LINE_HEIGHT = 100;

/** Values as the `d` of an SVG path; null lifts the pen. `min` is at the bottom of the box, `max` at its top. */
export function linePath(
  values: readonly (number | null)[],
  min: number,
  max: number,
): string {
  const span = max - min || 1;
  let path = "";
  let isDown = false;
  values.forEach((value, i) => {
    if (value !== null) {
      const y = Math.round(LINE_HEIGHT * (1 - (value - min) / span));
      // A pen that comes down for one point only still leaves a dot.
      path += isDown ? `L${i} ${y}` : `M${i} ${y}h0`;
    }
    isDown = value !== null;
  });
  return path;
}
