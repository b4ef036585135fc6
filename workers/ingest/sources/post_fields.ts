import * as v from "valibot";
import { cleanText } from "../../../domain/text/clean.ts";
import type { PostEvent, RejectReason } from "./source.ts";

export { readLanguage as readLang } from "../../../domain/text/language.ts";

/**
 * A post's own time, which its author's client sets freely: however old it is,
 * it stands. One in the future, before 1970 or missing becomes the time of receipt.
 *
 * @param createdMs Milliseconds since the epoch; NaN if there is none.
 */
export function clampCreated(createdMs: number, receivedMs: number): number {
  const isBelievable = createdMs > 0 && createdMs < receivedMs;
  return isBelievable ? Math.floor(createdMs) : receivedMs;
}

/** Bytes that are kept of something that is not a post. */
export const MAX_HEAD = 512;

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
