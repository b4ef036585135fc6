import type { Audit } from "../db/audit/audit.ts";

/** Writes what an audit proved, for people. */
export function formatAudit(report: Audit, waiting: number | null): string {
  const lines = report.log.flatMap((log) => {
    const { name, first, last, posts, skipped, gaps, doubles } = log;
    const size = Math.max(0, last - first + 1);
    return [
      `stream ${name}: ${size} messages (${first} to ${last}) = ` +
      `${posts} posts + ${skipped} skipped`,
      ...gaps.map(({ from, to }) => `  GAP: ${from} to ${to} have no row`),
      ...doubles.map((seq) => `  DOUBLE: ${seq} has two rows`),
    ];
  });
  if (waiting) lines.push(`${waiting} messages wait to be stored`);
  for (const { topicId, step, t, ...counts } of report.buckets) {
    const excess = JSON.stringify(counts);
    lines.push(
      `  ROLLUP: topic ${topicId}, ${step} s at ${t}: stored less recounted ${excess}`,
    );
  }
  for (const { topicId, t, kind, term, rule } of report.terms) {
    const what = term === null ? kind : `${kind} ${JSON.stringify(term)}`;
    lines.push(`  TERM: topic ${topicId}, hour ${t}, ${what}: not ${rule}`);
  }
  lines.push(
    report.isClean
      ? "clean: every message has one row, rollups equal a recount"
      : "NOT CLEAN",
  );
  return lines.join("\n");
}
