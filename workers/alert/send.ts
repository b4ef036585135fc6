import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import {
  isLiteralHost,
  isPublicAddress,
} from "../../domain/settings/alert_url.ts";

/** A request that hands an alert on. */
export interface AlertRequest {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How long a receiver may take. */
const TIMEOUT_MS = 5_000;

/** Thrown if an alert was not taken; the message says why. */
export class AlertRefusedError extends Error {
  /** @param isFinal Whether trying again is in vain. */
  constructor(message: string, readonly isFinal: boolean) {
    super(message);
    this.name = "AlertRefusedError";
  }
}

/**
 * Posts an alert. Its host is resolved once, and connected to at the address
 * that was checked: it must be public unless the URL names an address itself.
 * Redirects are not followed.
 *
 * @throws {AlertRefusedError} If the receiver did not take it.
 */
export async function sendAlert(
  { url, body, headers }: AlertRequest,
): Promise<void> {
  const bytes = new TextEncoder().encode(body);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const { request } = url.protocol === "https:" ? https : http;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sending = request(url, {
    method: "POST",
    headers: { ...headers, "content-length": bytes.length },
    signal,
    agent: false,
    ...(!isLiteralHost(url) && { lookup: lookupPublic }),
  }, (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  sending.on("error", reject);
  sending.end(bytes);
  try {
    judge(await promise);
  } catch (error) {
    if (error instanceof AlertRefusedError) throw error;
    const { message, name } = error as Error;
    throw new AlertRefusedError(
      signal.aborted ? "no answer within 5 s" : message,
      name === PRIVATE,
    );
  } finally {
    sending.destroy();
  }
}

function judge(status: number): void {
  if (status >= 200 && status < 300) return;
  const isFinal = status < 500 && status !== 408 && status !== 425 &&
    status !== 429;
  const what = status >= 300 && status < 400
    ? `it redirects (status ${status}), which is not followed`
    : `status ${status}`;
  throw new AlertRefusedError(what, isFinal);
}

const PRIVATE = "PrivateAddressError";

/** Resolves a host for a connection, which is made to one of these addresses and no other. */
const lookupPublic: LookupFunction = (host, options, callback) => {
  lookup(host, { all: true }).then((addresses) => {
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (hidden || addresses.length === 0) {
      throw Object.assign(
        new Error(`${host} is an address of a private network`),
        { name: PRIVATE },
      );
    }
    if (options.all) callback(null, addresses);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  }).catch((error) => callback(error, []));
};
