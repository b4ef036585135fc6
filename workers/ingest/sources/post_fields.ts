import * as v from "valibot";
import { cleanText } from "../../../domain/text/clean.ts";
import type { PostEvent, RejectReason } from "./source.ts";

export { readLanguage as readLang } from "../../../domain/text/language.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Limits a post's creation time, which its author's client sets freely, to
 * between a day before and a minute after it was received.
 *
 * @param createdMs Milliseconds since the epoch; NaN counts as the time of receipt.
 */
export function clampCreated(createdMs: number, receivedMs: number): number {
  if (Number.isNaN(createdMs)) return receivedMs;
  const latest = Math.min(createdMs, receivedMs + MINUTE_MS);
  return Math.floor(Math.max(latest, receivedMs - DAY_MS));
}

/** Bytes that are kept of something that is not a post. */
const MAX_HEAD = 512;

const encoder = new TextEncoder();

/** An event for something that is not a post. */
export type Rejected = Extract<PostEvent, { kind: "rejected" }>;

/** Rejects what a source sent: by default without a position, as its time is not trusted either. */
export function reject(
  sent: string | Uint8Array,
  reason: RejectReason,
  detail: string,
  position: string | null = null,
): Rejected {
  return { kind: "rejected", reason, detail, head: headOf(sent), position };
}

/** The first bytes of what a source sent. */
export function headOf(sent: string | Uint8Array): Uint8Array {
  if (typeof sent !== "string") return sent.slice(0, MAX_HEAD);
  return encoder.encode(sent.slice(0, MAX_HEAD)).slice(0, MAX_HEAD);
}

/** Longest line, message or event that is read, in bytes. */
export const MAX_SIZE = 64 * 1024;

/** Longest id that the log accepts, in bytes. */
export const MAX_ID = 255;

/** A text field of a post. */
export const TextField = v.pipe(
  v.string("must be a string"),
  v.transform(cleanText),
);

/** What is wrong with a line, of which each field must be as its message says. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  if (field === null) return "The line must be an object";
  return issue.input === undefined
    ? `\`${field}\` is missing`
    : `\`${field}\` ${issue.message}`;
}
