/** A number with its sign, as short as it can be: `+0.5`, `−1.25`, `0`. */
export function formatSigned(value: number): string {
  const size = String(Math.abs(Number(value.toFixed(3))));
  if (size === "0") return size;
  return `${value < 0 ? "−" : "+"}${size}`;
}
