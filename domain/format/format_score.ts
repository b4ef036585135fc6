/** A mean score with its sign: `+0.21`, `−1.40`; a dash where nothing was scored. */
export function formatScore(sum: number, posts: number): string {
  if (posts <= 0) return "–";
  const size = Math.abs(sum / posts).toFixed(2);
  if (Number(size) === 0) return size;
  return `${sum < 0 ? "−" : "+"}${size}`;
}
