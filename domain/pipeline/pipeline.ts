import type * as v from "valibot";
import type * as pipeline from "../schema/pipeline.ts";

/** The state of a source as its process last reported it. Times are milliseconds since the epoch. */
export interface SourceRecord {
  /** The source's key. */
  readonly source: string;
  readonly name: string;
  /** `reading` if the source reports no state. */
  readonly state: Exclude<SourceState, "silent">;
  /** For people. */
  readonly detail: string;
  /** What its operator should fix; null: nothing. */
  readonly notice: string | null;
  /** When the state began. */
  readonly changedMs: number;
  /** When its process last reported. */
  readonly seenMs: number;
  /** Posts, edits and deletions since its process began to read it. */
  readonly events: number;
  /** Events a second, lately, to three decimals. */
  readonly rate: number;
}

/** A running source reports every few seconds; after this many without a report it is silent. */
const SILENT_AFTER_S = 30;

/**
 * The state of a source at `now`: what it last reported, or `silent` if that is
 * too long ago. Times are seconds since the epoch.
 */
export function stateOf(
  report: { readonly state: SourceState; readonly seen: number },
  now: number,
): SourceState {
  const isSilent = report.state !== "ended" &&
    now - report.seen > SILENT_AFTER_S;
  return isSilent ? "silent" : report.state;
}

/** The address of a source as it leaves the server: of a file its name, not its folders or options. */
export function publicSource(source: string): string {
  if (source.startsWith("stored:")) return source.replace(/\?.*/s, "");
  return source.replace(/^file:(?:[^?]*[\\/])?([^\\/?]+).*$/s, "file:$1");
}

/** A text about a source without the folders of its file. */
export function publicText(text: string, source: string): string {
  const [, folder] = /^file:([^?]*[\\/])/.exec(source) ?? [];
  return folder ? text.replaceAll(folder, "") : text;
}

/** The state of a source. */
export type SourceState = SourceHealth["state"];

/** One source of posts. */
export type SourceHealth = v.InferOutput<typeof pipeline.SourceHealthSchema>;

/** Messages without a row of their own in `posts`, by reason. */
export type SkippedCount = v.InferOutput<typeof pipeline.SkippedCountSchema>;

/** What a source sent that is no post, for one reason, with an example. */
export type RefusedCount = v.InferOutput<typeof pipeline.RefusedCountSchema>;

/** What is stored. */
export type StorageHealth = v.InferOutput<typeof pipeline.StorageHealthSchema>;

/** The loop that polls for changes while there are viewers. */
export type PollerHealth = v.InferOutput<typeof pipeline.PollerHealthSchema>;

/** The cost of a day of a source that bills each post. */
export type Spending = v.InferOutput<typeof pipeline.SpendingSchema>;

/** What `GET /api/pipeline` answers and `/pipeline` shows. */
export type Pipeline = v.InferOutput<typeof pipeline.PipelineSchema>;

/** A part that a process needs, and why it does not work now. */
export interface Problem {
  readonly part: "database" | "broker";
  readonly reason: string;
}

/** The answer of `/readyz`: its status, and its body as JSON. */
export function describeReadiness(problems: readonly Problem[]) {
  if (problems.length === 0) return { status: 200, body: { ok: true } };
  const unreachable = [...new Set(problems.map(({ part }) => part))];
  const reasons = Object.fromEntries(unreachable.map((name) => {
    const own = problems.filter(({ part }) => part === name);
    return [name, own.map(({ reason }) => reason).join("; ")];
  }));
  return { status: 503, body: { ok: false, unreachable, reasons } };
}
