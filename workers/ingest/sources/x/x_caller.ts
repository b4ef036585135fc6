import { Agent as PlainAgent } from "node:http";
import type { Agent } from "node:https";
import { TwitterApi } from "twitter-api-v2";
import { findScheme } from "../shared.ts";
import { toXError } from "./errors.ts";
import type { XWaits } from "./pacing.ts";
import { parseJson } from "./parse_json.ts";
import { TlsAgent } from "./tls_agent.ts";
import { XError } from "./x_error.ts";

/** Options for {@linkcode createXCaller}. */
export interface XCallerOptions {
  /** `host[:port]` */
  readonly host: string;
  readonly token: string;
  readonly waits: Pick<XWaits, "answerMs">;
}

type Query = Record<string, string | boolean>;

/** Makes requests, and tells failures as {@linkcode XError}s. */
export interface XCaller {
  /** The answer, parsed without loss. */
  get(path: string, query: Query, signal: AbortSignal): Promise<unknown>;
  post(
    path: string,
    body: Record<string, unknown>,
    query: Query,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** Makes a request in some other way, within the time that X has to answer. */
  call<T>(
    signal: AbortSignal,
    make: (api: TwitterApi, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

/** Answers as text: their ids may be numbers that the library would round. */
const AS_TEXT = { forceParseMode: "text" } as const;

/** Creates a caller. It opens nothing yet. */
export function createXCaller(options: XCallerOptions): XCaller {
  const { host, token, waits: { answerMs } } = options;
  let scheme: "http" | "https" | undefined;

  const caller: XCaller = {
    async get(path, query, signal) {
      return parse(
        await caller.call(
          signal,
          (api) => api.v2.get<string>(path, query, AS_TEXT),
        ),
      );
    },
    async post(path, body, query, signal) {
      return parse(
        await caller.call(
          signal,
          (api) => api.v2.post<string>(path, body, { query, ...AS_TEXT }),
        ),
      );
    },
    async call(signal, make) {
      signal.throwIfAborted();
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), answerMs);
      const either = AbortSignal.any([signal, late.signal]);
      try {
        scheme ??= await findScheme(host);
        return await make(createApi(scheme, host, token, either), either);
      } catch (error) {
        signal.throwIfAborted();
        const failure = late.signal.aborted
          ? new XError(
            `X did not answer within ${answerMs / 1_000} s`,
            "network",
          )
          : toXError(error, token);
        // Another server may come up in its place.
        if (failure.kind === "network") scheme = undefined;
        throw failure;
      } finally {
        clearTimeout(timer);
      }
    },
  };
  return caller;
}

function createApi(
  scheme: "http" | "https",
  host: string,
  token: string,
  signal: AbortSignal,
): TwitterApi {
  const httpAgent = scheme === "http" ? new PlainAgent() : new TlsAgent();
  const api = new TwitterApi(token, {
    // It asks for https' one, but takes either.
    httpAgent: httpAgent as Agent,
    compression: false,
    plugins: [{
      onBeforeRequest: ({ requestOptions }) => {
        requestOptions.signal = signal;
      },
    }],
  });
  api.v2["setPrefix"](`${scheme}://${host}/2/`);
  return api;
}

function parse(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return parseJson(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new XError("X answers what is not JSON", "http", { cause });
  }
}
