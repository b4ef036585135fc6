import { Buffer } from "node:buffer";
import {
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import type { Database } from "../../db/connection/database.ts";
import {
  addSession,
  deleteSession,
  hasSession,
} from "../../db/records/sessions.ts";
import type { Session } from "../../domain/topic/topic.ts";
import type { Admission } from "../../domain/topic/try_query.ts";
import type { Log } from "../../log.ts";

/** Senders of wrong tokens that are remembered; the oldest are dropped first. */
const MAX_SENDERS = 10_000;

/** Wrong tokens that a sender may try within a window, before it has to wait. */
const MAX_TRIES = 10;
const WINDOW_MS = 60_000;

/**
 * Checks tokens; null means that nobody is admitted. `now` is in epoch milliseconds.
 *
 * A wrong token takes as long as the right one. A sender of too many wrong ones
 * has to wait for the rest of the window; the right one is never refused, as
 * many people may share an address.
 */
export function createAdmission(
  token: string | null,
  now: () => number = Date.now,
): (given: string | null, address: string) => Admission {
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
    wrong.set(sender, { count: 1, endMs: nowMs + WINDOW_MS });
  }

  return (given, address) => {
    if (right === null) return { kind: "read-only" };
    if (given === null) return { kind: "refused" };
    if (timingSafeEqual(digest(given), right)) return { kind: "admitted" };
    const sender = addressBlock(address);
    const nowMs = now();
    const known = wrong.get(sender);
    if (known && known.count >= MAX_TRIES && known.endMs > nowMs) {
      const retryAfter = Math.ceil((known.endMs - nowMs) / 1_000);
      return { kind: "blocked", retryAfter };
    }
    note(sender, nowMs);
    return { kind: "refused" };
  };
}

/** Of the same length for every token, to hide its length. */
function digest(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

/** The part of a network address that identifies a sender: of IPv6 the first 64 bits. */
export function addressBlock(address: string): string {
  const [, mapped] = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":") : [];
  const zeros = Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...new Array<string>(zeros).fill("0"), ...rest];
  return all.slice(0, 4).map((group) => parseInt(group, 16).toString(16))
    .join(":");
}

/** Separates these digests from others with the same token. */
const PURPOSE = "freshet session 2";

/** A link that begins a session. */
interface Link {
  readonly secret: string;
  readonly tell: (secret: string) => void;
}

/** 256 bits. */
function randomText(): string {
  return Buffer.from(randomBytes(32)).toString("base64url");
}

/** What {@linkcode createAccess} works with. */
interface AccessParts {
  /** Takes sessions. */
  readonly writer: Database;
  /** Where sessions are looked up. */
  readonly reader: Database;
  readonly log: Log;
  /** Epoch milliseconds. @default {Date.now} */
  readonly now?: () => number;
  /** @default {43_200} */
  readonly lastsSeconds?: number;
}

/**
 * Who may change topics: the holder of the token, and who has signed in with it.
 * Null means nobody. Sessions are rows of the database, so every process knows
 * them and signing out ends them; their ids depend on the token, so a new token
 * ends them all. Each sign-in, failure and sign-out is one line of the log.
 */
export function createAccess(
  token: string | null,
  { writer, reader, log, now = Date.now, lastsSeconds = 43_200 }: AccessParts,
) {
  const admit = createAdmission(token, now);
  let key = token;
  let link: Link | null = null;
  const idOf = (value: string) =>
    createHmac("sha256", key ?? "").update(`${PURPOSE} ${value}`)
      .digest("hex");

  async function beginSession(address: string): Promise<Session> {
    if (key === null) throw new Error("Cannot begin a session: no token");
    const value = randomText();
    const createdMs = now();
    const endsMs = createdMs + lastsSeconds * 1_000;
    const session = { id: idOf(value), address, createdMs, endsMs };
    await addSession(writer.kysely, session);
    log("info", "signed in", { address, result: "done" });
    return { value, seconds: lastsSeconds };
  }

  function offerLink(tell: Link["tell"]): void {
    key ??= randomText();
    link = { secret: randomText(), tell };
    tell(link.secret);
  }

  return {
    /** Judges a token that was sent from an address. */
    admit(given: string | null, address: string): Admission {
      const admission = admit(given, address);
      if (given !== null && admission.kind !== "admitted") {
        log("warn", "wrong token", { address, result: admission.kind });
      }
      return admission;
    },
    /** Begins a session for whoever was admitted. */
    beginSession,
    /**
     * Where no token is set: whoever has the secret of a link may begin a session.
     * A link works once; `tell` gets the secret of the first and of each next one.
     */
    offerLink,
    hasLink: (): boolean => link !== null,
    /** Begins a session by the secret of a link; null if it is not the current one. */
    async useLink(secret: string, address: string): Promise<Session | null> {
      if (!link || !timingSafeEqual(digest(secret), digest(link.secret))) {
        log("warn", "wrong link", { address, result: "refused" });
        return null;
      }
      offerLink(link.tell);
      return await beginSession(address);
    },
    /** Whether a value belongs to a session that has not ended. */
    hasSession: async (value: string): Promise<boolean> =>
      key !== null && await hasSession(reader.kysely, idOf(value), now()),
    async endSession(value: string, address: string): Promise<void> {
      const isEnded = await deleteSession(writer.kysely, idOf(value));
      const result = isEnded ? "done" : "there was no session";
      log("info", "signed out", { address, result });
    },
  };
}
