import { createHash } from "node:crypto";
import { cleanText, exceedsBytes } from "../../../../../domain/text/clean.ts";
import { MAX_ID, MAX_SIZE } from "../../post_fields.ts";
import type { Network, RejectReason, SourcePost } from "../../source.ts";

/** What a record, or a part of it, says about posts. */
export type Reading =
  | {
    readonly kind: "post" | "edit";
    readonly network: Network;
    readonly post: SourcePost;
  }
  | { readonly kind: "delete"; readonly network: Network; readonly id: string }
  | {
    readonly kind: "delete-author";
    readonly network: Network;
    readonly idPrefix: string;
  }
  /** No post, and nothing wrong with that. */
  | { readonly kind: "passed"; readonly why: string }
  | {
    readonly kind: "rejected";
    readonly reason: RejectReason;
    /** The same for all that are refused for the same reason. */
    readonly detail: string;
    /** Which part of the record it is about, or what stands there. */
    readonly part?: string;
  };

/** What a file has shown so far. */
export interface FileContext {
  /** The time of a post without one, and the latest that a post may have. */
  nowMs: number;
  /** The format of its last record that was recognized; null before. */
  format: string | null;
  /** The server of Mastodon that answered; null if unknown. */
  host: string | null;
  /** How all its long ids end if their last digits are lost; null if they are whole. */
  lostTail: string | null;
  /** Whether dates such as 03/04/2020 begin with the day; null if unknown. */
  isDayFirst: boolean | null;
}

/** Creates the context in which a file is read. */
export function createContext(nowMs: number): FileContext {
  const unknown = { format: null, host: null, isDayFirst: null };
  return { nowMs, lostTail: null, ...unknown };
}

/**
 * Refuses a record.
 *
 * @param found What stands there instead.
 */
export function refuse(
  detail: string,
  found?: string,
): Extract<Reading, { kind: "rejected" }> {
  const part = found === undefined ? {} : { part: `“${found.slice(0, 60)}”` };
  return { kind: "rejected", reason: "malformed", detail, ...part };
}

/** The fields of a JSON object; none of anything else. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields of a value that should be an object. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The items of a value that should be a list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a value that should be a list of them. */
export function objectsOf(value: unknown): readonly Fields[] {
  return itemsOf(value).filter(isObject);
}

/** A text that is not empty; undefined in place of anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** What spreadsheets put around digits to keep them: `'123`, `="123"`. */
const WRAPPED = /^\s*(?:'|=?")(\d[\d.,e+]*)"?\s*$/i;

const EXPONENT = /^\d+(?:[.,]\d+)?e\+?\d+$/i;

/** An id, or why it is none. */
export type IdReading =
  | { readonly id: string }
  | { readonly why: string; readonly found?: string };

/**
 * Reads an id as it stands in a file. Ids whose digits are lost are refused:
 * many posts would become one.
 *
 * @param name The field that holds it.
 */
export function readId(
  value: unknown,
  name: string,
  { lostTail }: Pick<FileContext, "lostTail">,
): IdReading {
  const text = typeof value === "number" ? String(value) : textOf(value);
  const id = cleanText(WRAPPED.exec(text ?? "")?.[1] ?? text ?? "");
  if (id === "") {
    const isAbsent = value === undefined || value === null || value === "";
    return { why: `\`${name}\` is ${isAbsent ? "missing" : "no id"}` };
  }
  const isRounded = typeof value === "number" && !Number.isSafeInteger(value);
  if (isRounded || EXPONENT.test(id) || /^\d{16,}[.,]0+$/.test(id)) {
    return { why: `\`${name}\` has lost its digits: ${ADVICE}`, found: id };
  }
  if (lostTail !== null && id.length >= 16 && id.endsWith(lostTail)) {
    const others = `it ends in ${lostTail} like others of this file`;
    return { why: `\`${name}\` is rounded, ${others}: ${ADVICE}`, found: id };
  }
  if (exceedsBytes(id, MAX_ID)) {
    return { why: `\`${name}\` has over ${MAX_ID} bytes` };
  }
  return { id: id.replace(/^(\d{1,15})[.,]0+$/, "$1") };
}

const ADVICE =
  "Excel or another program rounded it; take the original file, or import the column as text";

/** Finds out whether the long ids of a file have lost their last digits. */
export function findLostTail(ids: readonly string[]): string | null {
  const long = ids.filter((id) => /^\d{17,20}$/.test(id));
  const ending = (tail: string) => long.filter((id) => id.endsWith(tail));
  if (ending("0000").length > Math.max(1, long.length / 20)) return "0000";
  return long.length >= 5 && ending("00").length === long.length ? "00" : null;
}

/** The id of a row without one: the same each time the row is read, wherever it stands. */
export function contentId(...parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts));
  return `row-${hash.digest("base64url").slice(0, 22)}`;
}

/** Checks what every post must have, and takes times of the future for now. */
export function checkReading(
  reading: Reading,
  { nowMs }: Pick<FileContext, "nowMs">,
): Reading {
  if (reading.kind !== "post" && reading.kind !== "edit") return reading;
  const { post } = reading;
  if (exceedsBytes(post.text, MAX_SIZE)) {
    const size = new TextEncoder().encode(post.text).length;
    const detail = `\`text\` has ${size} bytes, more than ${MAX_SIZE}`;
    return { kind: "rejected", reason: "oversize", detail };
  }
  if (post.createdMs <= nowMs) return reading;
  return { ...reading, post: { ...post, createdMs: nowMs } };
}
