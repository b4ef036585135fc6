import type * as v from "valibot";
import type { ProvenanceSchema } from "../schema/series.ts";
import { MODEL_FILE, SCORER_VERSION } from "../sentiment/model.ts";
import type { Interruptions } from "./outages.ts";
import { isoTime } from "./csv.ts";
import type { SourceSeries } from "./series.ts";
import { VERSION } from "../settings/version.ts";
import type { TimeRange } from "../time/range.ts";

/** What {@linkcode describeOrigin} is about. */
interface Origin extends Interruptions {
  readonly topic: { readonly slug: string; readonly query: string };
  readonly range: TimeRange;
  readonly zone: string;
  /** The filters of the address, by parameter. */
  readonly filter: Readonly<Record<string, string>>;
  /** Address of the exported file. */
  readonly data: string;
  readonly sources: SourceSeries;
  /** Messages without a post of their own, of all that is stored, by reason. */
  readonly skipped: readonly {
    readonly reason: string;
    readonly count: number;
  }[];
  /** When it is said, in epoch milliseconds. */
  readonly nowMs: number;
}

/** Says where the posts of an export come from, and how to cite them. */
export function describeOrigin(origin: Origin): Provenance {
  const { topic, range, zone, filter, data, nowMs, gaps, outages } = origin;
  const from = isoTime(range.from);
  const to = isoTime(range.to);
  const created = new Date(nowMs).toISOString();
  const sources = Object.entries(origin.sources.sources)
    .map(([source, counts]) => ({ source, posts: sumKnown(counts) }));
  const filters = Object.entries(filter)
    .map(([name, value]) => `, ${name}=${value}`).join("");
  const names = sources.map(({ source }) => source).join(", ");
  return {
    software: `Freshet ${VERSION}`,
    created,
    topic: topic.slug,
    query: topic.query,
    filter,
    from,
    to,
    zone,
    data,
    sources,
    gaps,
    outages,
    skipped: origin.skipped.map(({ reason, count }) => ({ reason, count })),
    scorer: {
      version: SCORER_VERSION,
      model: MODEL_FILE.sha256,
      accuracy: Object.fromEntries(
        Object.entries(MODEL_FILE.dev)
          .map(([lang, { accuracy }]) => [lang, accuracy]),
      ),
    },
    citation: `Freshet ${VERSION}, posts matching “${topic.query}”${filters}` +
      `${names && `, from ${names}`}, ${from} to ${to}, ${data}, ` +
      `read on ${created.slice(0, 10)}.`,
  };
}

/** Null if one is unknown. */
function sumKnown(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>(
    (sum, count) => sum === null || count === null ? null : sum + count,
    0,
  );
}

/** Where the posts of an export come from. */
export type Provenance = v.InferOutput<typeof ProvenanceSchema>;
