import { type Audit, audit } from "../db/audit/audit.ts";
import { openLog } from "./broker.ts";
import { readOptions } from "./cli/command_line.ts";
import { openReader } from "./database.ts";
import { runRole } from "./role.ts";

const HELP =
  `Checks that every message has one row, that no checkpoint is ahead of the rows,
and that rollups equal a recount.

  deno task audit
  deno task audit --json

Exit code: 0 clean; 1 not clean, or nothing could be checked.`;

const { json } = readOptions("audit", HELP, { json: { type: "boolean" } });

await runRole(async (config, log, signal) => {
  await using db = await openReader(config);
  await using broker = config.natsUrl === null
    ? null
    : await openLog(config, "read", { log, signal });
  const state = await broker?.state();
  const report = await audit(
    db,
    broker && state ? [{ ...broker.stream, lastSeq: state.stored }] : [],
  );
  const waiting = state?.pending ?? null;
  // deno-lint-ignore no-console
  console.log(
    json
      ? JSON.stringify({ ...report, waiting })
      : formatAudit(report, waiting),
  );
  return report.isClean ? 0 : 1;
});

/** Formats a report for people. */
function formatAudit(report: Audit, waiting: number | null): string {
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
  lines.push(...report.damage.map((what) => `  DAMAGE: ${what}`));
  for (const stream of report.strays) {
    lines.push(`  STRAY: rows of stream ${stream}, which is not listed`);
  }
  for (const { source, stream, logSeq } of report.checkpoints) {
    lines.push(
      `  CHECKPOINT: ${source} is past message ${logSeq} of stream ${stream}, which has no row`,
    );
  }
  if (waiting) lines.push(`${waiting} messages wait to be stored`);
  for (const { topicId, step, t, ...counts } of report.buckets) {
    const excess = JSON.stringify(counts);
    lines.push(
      `  ROLLUP: topic ${topicId}, ${step} s at ${t}: stored less recounted ${excess}`,
    );
  }
  for (const { topicId, t, kind, term, rule } of report.terms) {
    const what = term === null ? kind : `${kind} ${JSON.stringify(term)}`;
    const span = rule === "day = its hours" ? "day" : "hour";
    lines.push(`  TERM: topic ${topicId}, ${span} ${t}, ${what}: not ${rule}`);
  }
  lines.push(...report.unchecked.map((what) => `not checked: ${what}`));
  lines.push(
    report.isClean
      ? "clean: every message has one row, rollups equal a recount"
      : "NOT CLEAN",
  );
  return lines.join("\n");
}
