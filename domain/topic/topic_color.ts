/** The palette of Okabe and Ito; what also tells a mood comes last. */
const COLORS = [
  "#009E73",
  "#CC79A7",
  "#D55E00",
  "#F0E442",
  "#0072B2",
  "#56B4E9",
  "#E69F00",
] as const;

/** The color of the topic that was made as number `index`, from 0. */
export function topicColor(index: number): string {
  return COLORS[index % COLORS.length] ?? COLORS[0];
}
