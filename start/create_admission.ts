import { createHash, timingSafeEqual } from "node:crypto";
import type { Admission } from "../domain/topic/topic_admin.ts";
import { addressBlock } from "./address_block.ts";

/** Senders of wrong tokens that are remembered at once; the oldest are forgotten first. */
const MAX_SENDERS = 10_000;

/** Options for {@linkcode createAdmission}. */
export interface AdmissionOptions {
  /** Wrong tokens that a sender has within a window. @default {10} */
  tries?: number;
  /** @default {60_000} */
  windowMs?: number;
  /** Epoch milliseconds. @default {Date.now} */
  now?: () => number;
}

/**
 * Judges who asks by the token; null means that there is none, and nobody may.
 *
 * It takes as long for a wrong token as for the right one. A sender of too many
 * wrong ones must wait, whatever it sends; all others need not.
 */
export function createAdmission(
  token: string | null,
  options: AdmissionOptions = {},
): (given: string | null, address: string) => Admission {
  const { tries = 10, windowMs = 60_000, now = Date.now } = options;
  const right = token === null ? null : digest(token);
  const wrong = new Map<string, { count: number; endMs: number }>();

  function note(sender: string, nowMs: number): void {
    const known = wrong.get(sender);
    if (known && known.endMs > nowMs) {
      known.count++;
      return;
    }
    wrong.delete(sender);
    if (wrong.size >= MAX_SENDERS) wrong.delete(wrong.keys().next().value!);
    wrong.set(sender, { count: 1, endMs: nowMs + windowMs });
  }

  return (given, address) => {
    if (right === null) return { kind: "read-only" };
    const sender = addressBlock(address);
    const nowMs = now();
    const known = wrong.get(sender);
    if (known && known.count >= tries && known.endMs > nowMs) {
      const retryAfter = Math.ceil((known.endMs - nowMs) / 1_000);
      return { kind: "blocked", retryAfter };
    }
    if (given === null) return { kind: "refused" };
    if (timingSafeEqual(digest(given), right)) return { kind: "admitted" };
    note(sender, nowMs);
    return { kind: "refused" };
  };
}

/** As long for every token, so that its length tells nothing either. */
function digest(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}
