const FORMAT = new Intl.NumberFormat("en");

/** A number of things: `20,761`. */
export function formatCount(count: number): string {
  return FORMAT.format(Math.round(count));
}
