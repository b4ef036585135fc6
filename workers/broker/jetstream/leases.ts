import type { JetStreamClient } from "nats/jetstream";
import { type KV, Kvm } from "nats/kv";
import type { LeaseStore } from "../lease.ts";
import { apiCode, CODES } from "./errors.ts";

/** Key-value bucket of the leases; its stream is `KV_freshet_leases`. */
const BUCKET = "freshet_leases";

const encoder = new TextEncoder();

/** Keeps leases in NATS, which drops those that are not renewed within the first `ttlMs`. */
export function createKvLeases(
  client: JetStreamClient,
  { replicas }: { replicas: number },
): LeaseStore {
  let opened: Promise<KV> | undefined;

  /** The first process creates the bucket. */
  function open(ttlMs: number): Promise<KV> {
    opened ??= new Kvm(client).create(BUCKET, {
      ttl: ttlMs,
      history: 1,
      replicas,
    });
    opened.catch(() => opened = undefined);
    return opened;
  }

  return {
    async take(name, owner, ttlMs) {
      const kv = await open(ttlMs);
      const entry = await kv.get(keyOf(name));
      const isFree = entry === null || entry.operation !== "PUT";
      if (!isFree && entry.string() !== owner) return false;
      try {
        if (isFree) await kv.create(keyOf(name), owner);
        else await kv.update(keyOf(name), owner, entry.revision);
        return true;
      } catch (error) {
        // another was faster
        if (apiCode(error) === CODES.wrongLastSequence) return false;
        throw error;
      }
    },
    async release(name, owner) {
      if (!opened) return;
      const kv = await opened;
      const entry = await kv.get(keyOf(name));
      if (entry?.operation !== "PUT" || entry.string() !== owner) return;
      await kv.delete(keyOf(name), { previousSeq: entry.revision });
    },
  };
}

/** Encodes a name as a key of NATS. */
function keyOf(name: string): string {
  return encoder.encode(name).toBase64({ alphabet: "base64url" });
}
