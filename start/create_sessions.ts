import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Session } from "../domain/topic/session.ts";

/** Keeps what is signed here apart from all else that the token may sign. */
const PURPOSE = "freshet session 1";

/** Options for {@linkcode createSessions}. */
export interface SessionsOptions {
  /** @default {43_200} */
  lastsSeconds?: number;
  /** Epoch milliseconds. @default {Date.now} */
  now?: () => number;
}

/** Sessions that need no memory: every process that has the token knows them. */
export interface Sessions {
  begin(): Session;
  /** Whether a value is that of a session that goes on. */
  has(value: string): boolean;
}

/**
 * Signs ends of sessions by the token; null means that there are none. Another
 * token ends them all.
 */
export function createSessions(
  token: string | null,
  options: SessionsOptions = {},
): Sessions {
  const { lastsSeconds = 43_200, now = Date.now } = options;
  const key = token === null ? null : sign(token, PURPOSE);

  return {
    begin() {
      if (key === null) throw new Error("Cannot begin a session: no token");
      const end = Math.floor(now() / 1_000) + lastsSeconds;
      const mac = sign(key, String(end)).toString("base64url");
      return { value: `${end}.${mac}`, seconds: lastsSeconds };
    },
    has(value) {
      const [, end, mac] = /^(\d{1,12})\.([\w-]{43})$/.exec(value) ?? [];
      if (key === null || end === undefined || mac === undefined) return false;
      const given = Buffer.from(mac, "base64url");
      return timingSafeEqual(given, sign(key, end)) &&
        Number(end) * 1_000 > now();
    },
  };
}

function sign(key: string | Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
