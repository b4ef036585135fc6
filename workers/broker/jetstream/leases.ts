import type { JetStreamClient } from "nats/jetstream";
import { type KV, Kvm } from "nats/kv";
import type { LeaseStore } from "../lease.ts";
import { apiCode, CODES } from "./errors.ts";

/** Key-value bucket of the leases; its stream is `KV_freshet_leases`. */
const BUCKET = "freshet_leases";

const encoder = new TextEncoder();

/**
 * Keeps leases in NATS, which drops those that are not renewed within the first
 * `ttlMs`. The first process creates the bucket; one that is gone is created again.
 */
export function createKvLeases(
  client: JetStreamClient,
  { replicas }: { replicas: number },
): LeaseStore {
  let bucket: KV | undefined;

  async function take(name: string, owner: string, ttlMs: number) {
    bucket ??= await new Kvm(client).create(BUCKET, {
      ttl: ttlMs,
      history: 1,
      replicas,
    });
    const key = keyOf(name);
    const entry = await bucket.get(key);
    const isFree = entry === null || entry.operation !== "PUT";
    if (!isFree && entry.string() !== owner) return false;
    if (isFree) await bucket.create(key, owner);
    else await bucket.update(key, owner, entry.revision);
    return true;
  }

  return {
    async take(name, owner, ttlMs) {
      try {
        return await take(name, owner, ttlMs);
      } catch (error) {
        // another was faster
        if (apiCode(error) === CODES.wrongLastSequence) return false;
        bucket = undefined;
        throw error;
      }
    },
    async release(name, owner) {
      const entry = await bucket?.get(keyOf(name));
      if (entry?.operation !== "PUT" || entry.string() !== owner) return;
      await bucket?.delete(keyOf(name), { previousSeq: entry.revision });
    },
  };
}

/** Encodes a name as a key of NATS. */
function keyOf(name: string): string {
  return encoder.encode(name).toBase64({ alphabet: "base64url" });
}
