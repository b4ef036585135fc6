/** Topics that are named. */
const MAX_NAMED = 10;

/**
 * Says which topics X does not search for, and why; null if there is nothing to say.
 *
 * @param trouble What stands in the way of all.
 */
export function describeProblems(
  problems: ReadonlyMap<string, string>,
  trouble: string | null,
): string | null {
  const named = [...problems].slice(0, MAX_NAMED)
    .map(([slug, why]) => `X does not search for topic "${slug}": ${why}`);
  const more = problems.size - named.length;
  if (more > 0) named.push(`and for ${more} more`);
  if (trouble !== null) named.unshift(trouble);
  return named.length === 0 ? null : named.join("; ");
}
