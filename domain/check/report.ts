import { csvLine } from "../text/csv.ts";
import type * as v from "valibot";
import type { CheckSchema, ExportedLabel } from "../schema/check.ts";
import { type Check, decisionOf, findOutdated, resultOf } from "./check.ts";

/** Numbers the readers of a check from 1, by their first labels. */
function numberReaders(
  { checked }: Pick<Check, "checked">,
): Map<string, number> {
  const labels = checked.flatMap(({ labels }) => labels)
    .toSorted((a, b) => a.createdMs - b.createdMs);
  const readers = new Set(labels.map(({ reader }) => reader));
  return new Map([...readers].map((reader, i) => [reader, i + 1]));
}

/** What the API says of a check; null until enough posts are labelled. */
export function describeCheck(
  check: Check,
  topic: Parameters<typeof findOutdated>[1],
): v.InferOutput<typeof CheckSchema> | null {
  const result = resultOf(check);
  if (!result) return null;
  const { labelledMs, ...found } = result;
  const { from, to, posts, scorer, createdMs } = check;
  return {
    ...{ from, to, posts, scorer },
    startedAt: new Date(createdMs).toISOString(),
    labelledAt: new Date(labelledMs).toISOString(),
    size: check.checked.length,
    outdated: findOutdated(check, topic),
    ...found,
  };
}

/** Labels of a check as they are exported: numbers and ids, never a text. */
export function exportLabels(
  check: Check,
  posts: ReadonlyMap<number, { readonly source: string; readonly id: string }>,
): ExportedLabel[] {
  const readers = numberReaders(check);
  return check.checked.flatMap(({ place, seq, p, labels }) =>
    labels.map(({ reader, label, createdMs }) => ({
      place,
      source: posts.get(seq)?.source ?? null,
      id: posts.get(seq)?.id ?? null,
      reader: readers.get(reader)!,
      label,
      labelledAt: new Date(createdMs).toISOString(),
      decision: decisionOf(p),
      pPositive: p.positive,
      pNeutral: p.neutral,
      pNegative: p.negative,
    }))
  );
}

/** The columns of labels in CSV. */
export const LABEL_COLUMNS = [
  ...["place", "source", "id", "reader", "label", "labelledAt"] as const,
  ...["decision", "pPositive", "pNeutral", "pNegative"] as const,
] as const;

/** Labels as CSV (RFC 4180). */
export function formatLabels(labels: readonly ExportedLabel[]): string {
  const rows = labels.map((label) =>
    csvLine(LABEL_COLUMNS.map((name) => label[name]))
  );
  return csvLine(LABEL_COLUMNS) + rows.join("");
}
