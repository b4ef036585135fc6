import * as v from "valibot";
import { findScheme } from "../network.ts";
import { HANDLE } from "./record.ts";

/** The public API of Bluesky, which needs no account. */
export const PUBLIC_API = "public.api.bsky.app";

/** An account and its handle. */
export interface Profile {
  readonly did: string;
  readonly handle: string;
}

/** Thrown when the API gives no profiles: it is tried again. */
export class ProfilesError extends Error {
  /** How long to wait at least. */
  readonly retryMs: number;

  constructor(message: string, retryMs = 0, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProfilesError";
    this.retryMs = retryMs;
  }
}

const Answer = v.object({
  profiles: v.array(v.object({ did: v.string(), handle: v.string() })),
});

const ANSWER_MS = 10_000;
const MAX_ANSWER = 4 * 2 ** 20;

/**
 * The handles of some accounts, without those that have none.
 *
 * @param host `name[:port]`
 * @param actors DIDs or handles, 25 at most.
 * @throws {ProfilesError} If it does not answer them.
 */
export async function fetchProfiles(
  host: string,
  actors: readonly string[],
  signal: AbortSignal,
): Promise<Profile[]> {
  const url = new URL(
    `${await findScheme(host)}://${host}/xrpc/app.bsky.actor.getProfiles`,
  );
  for (const actor of actors) url.searchParams.append("actors", actor);
  const either = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const text = await fetch(url, {
    headers: { accept: "application/json", "user-agent": "Freshet" },
    redirect: "error",
    signal: either,
  }).then((response) => readAnswer(response, host)).catch((cause) => {
    if (cause instanceof ProfilesError) throw cause;
    throw new ProfilesError(`${host} cannot be reached`, 0, { cause });
  });
  const { success, output } = v.safeParse(
    v.pipe(v.string(), v.parseJson(), Answer),
    text,
  );
  if (!success) throw new ProfilesError(`${host} answers no profiles`);
  return output.profiles
    .map(({ did, handle }) => ({ did, handle: handle.toLowerCase() }))
    .filter(({ handle }) => HANDLE.test(handle) && handle !== "handle.invalid");
}

async function readAnswer(response: Response, host: string): Promise<string> {
  const { ok, status, headers, body } = response;
  if (!ok) {
    await body?.cancel();
    throw new ProfilesError(`${host} answers ${status}`, retryMs(headers));
  }
  let text = "";
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.length > MAX_ANSWER) {
      throw new ProfilesError(`${host} answers more than ${MAX_ANSWER} bytes`);
    }
  }
  return text;
}

/** The longest wait that the API may ask for. */
const MAX_WAIT_MS = 15 * 60_000;

function retryMs(headers: Headers): number {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  const resetMs = Number(headers.get("ratelimit-reset") ?? NaN) * 1_000;
  const isUsedUp = headers.get("ratelimit-remaining") === "0";
  const ms = seconds >= 0
    ? seconds * 1_000
    : isUsedUp
    ? resetMs - Date.now()
    : 0;
  return Math.min(Math.max(ms || 0, 0), MAX_WAIT_MS);
}
