import { Agent as PlainAgent, type ClientRequest } from "node:http";
import { Agent } from "node:https";
import type { Duplex, Readable } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";
import {
  ETwitterStreamEvent,
  type TweetStream,
  TwitterApi,
} from "twitter-api-v2";
import * as v from "valibot";
import { sleep } from "../../../../domain/time/retry.ts";
import { findScheme } from "../network.ts";
import {
  parseJson,
  problemsOf,
  toXError,
  XError,
  type XProblem,
} from "./errors.ts";
import { type CallBudget, createCallBudget, type XWaits } from "./pacing.ts";

const RULES = "tweets/search/stream/rules";

/** What X allows in a quarter of an hour. */
const LIMITS = { reads: 450, writes: 100, connects: 50 };

/** Pages of rules that are read at most. */
const MAX_PAGES = 100;

/** A rule as X lists it. */
export interface XRule {
  readonly id: string;
  readonly value: string;
  readonly tag?: string | null;
}

/** A rule that is to be added. */
export type NewXRule = Pick<XRule, "value"> & { readonly tag: string };

/** What X answers to rules that are to be added. */
export interface XRuleAnswer {
  readonly rules: readonly XRule[];
  /** Of those that were not added; which it is, `value` tells. */
  readonly problems: readonly XProblem[];
}

/** X's API, as far as it is needed; each request within what X allows. */
export interface XClient {
  listRules(signal: AbortSignal): Promise<XRule[]>;
  /** With `dryRun`, nothing is added. */
  addRules(
    rules: readonly NewXRule[],
    dryRun: boolean,
    signal: AbortSignal,
  ): Promise<XRuleAnswer>;
  deleteRules(ids: readonly string[], signal: AbortSignal): Promise<void>;
  openStream(signal: AbortSignal): Promise<XStream>;
  /** Until X allows to connect again. */
  readonly connectWaitMs: number;
  /** Changes of rules that X still allows. */
  readonly writesLeft: number;
}

const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const Rule = v.object({
  id: Id,
  value: v.string(),
  tag: v.exactOptional(v.nullable(v.string())),
});
const RuleList = v.object({
  data: v.nullish(v.array(Rule), []),
  meta: v.nullish(v.object({ next_token: v.nullish(v.string()) })),
});
const Added = v.object({ data: v.nullish(v.array(Rule), []) });

/** Options for {@linkcode createXClient}. */
export interface XClientOptions extends XCallerOptions {
  readonly waits: XWaits;
}

/** Creates a client. It opens nothing yet. */
export function createXClient(options: XClientOptions): XClient {
  const { windowMs } = options.waits;
  const reads = createCallBudget(LIMITS.reads, windowMs);
  const writes = createCallBudget(LIMITS.writes, windowMs);
  const connects = createCallBudget(LIMITS.connects, windowMs);
  const caller = createXCaller(options);

  return {
    async listRules(signal) {
      const rules: XRule[] = [];
      let token: string | null | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        await take(reads, signal);
        const query = token ? { pagination_token: token } : {};
        const answer = read(RuleList, await caller.get(RULES, query, signal));
        rules.push(...answer.data);
        token = answer.meta?.next_token;
        if (!token) break;
      }
      return rules;
    },
    async addRules(rules, dryRun, signal) {
      await take(writes, signal);
      return await addRules(caller, rules, dryRun, signal);
    },
    async deleteRules(ids, signal) {
      await take(writes, signal);
      const body = { delete: { ids: [...ids] } };
      await caller.post(RULES, body, {}, signal);
    },
    async openStream(signal) {
      connects.take();
      return await openXStream(caller, signal);
    },
    get connectWaitMs() {
      return connects.waitMs;
    },
    get writesLeft() {
      return writes.left;
    },
  };
}

async function take(budget: CallBudget, signal: AbortSignal): Promise<void> {
  while (budget.waitMs > 0 && !signal.aborted) {
    await sleep(budget.waitMs, signal);
  }
  signal.throwIfAborted();
  budget.take();
}

/** X may answer "no" to the whole and yet tell what is wrong with which rule. */
async function addRules(
  caller: XCaller,
  rules: readonly NewXRule[],
  dryRun: boolean,
  signal: AbortSignal,
): Promise<XRuleAnswer> {
  const query = dryRun ? { dry_run: true } : {};
  let answer: unknown;
  try {
    answer = await caller.post(RULES, { add: [...rules] }, query, signal);
  } catch (error) {
    const isRefusal = error instanceof XError &&
      (error.status === 400 || error.status === 422);
    if (!isRefusal) throw error;
    const problems = problemsIn(error.body);
    if (problems.length === 0) throw error;
    return { rules: [], problems };
  }
  const { data } = read(Added, answer);
  return { rules: data, problems: problemsOf(answer).filter(isOfRule) };
}

function problemsIn(body: string): XProblem[] {
  try {
    return problemsOf(parseJson(body)).filter(isOfRule);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return []; // a page of a proxy
  }
}

function isOfRule({ value }: XProblem): boolean {
  return value !== undefined;
}

function read<S extends v.GenericSchema>(
  schema: S,
  answer: unknown,
): v.InferOutput<S> {
  const { success, output, issues } = v.safeParse(schema, answer ?? {});
  if (success) return output;
  const [issue] = issues;
  const where = v.getDotPath(issue) ?? "it";
  throw new XError(`X answers what is no list of rules: ${where}`, "http");
}

/** The bytes of X's stream. It is paused until somebody listens. */
export interface XStream {
  /** Calls back with what comes, and once with why no more will. */
  listen(
    onBytes: (bytes: Uint8Array) => void,
    onEnd: (why: string) => void,
  ): void;
  /** Ends the connection; nothing is called back any more. */
  close(): void;
}

/** What X is asked to tell of each post. */
const FIELDS = {
  "tweet.fields": [
    "author_id",
    "created_at",
    "entities",
    "lang",
    "note_tweet",
    "referenced_tweets",
  ],
  "user.fields": ["username"],
  expansions: [
    "author_id",
    "referenced_tweets.id",
    "referenced_tweets.id.author_id",
  ],
} as const;

/**
 * Connects to the stream. Of the library's stream only the connection is used:
 * its parser rounds ids and holds a line without an end in memory.
 */
async function openXStream(
  caller: XCaller,
  signal: AbortSignal,
): Promise<XStream> {
  return await caller.call(signal, async (api, patience) => {
    const stream = await api.v2.searchStream({
      autoConnect: false,
      "tweet.fields": [...FIELDS["tweet.fields"]],
      "user.fields": [...FIELDS["user.fields"]],
      expansions: [...FIELDS.expansions],
    });
    stream["requestData"].options.signal = patience;
    // Nothing may flow before somebody of ours listens.
    stream.on(ETwitterStreamEvent.Connected, () => stream["res"]?.pause());
    await stream.connect({ autoReconnect: false, keepAliveTimeout: "disable" });
    return takeOver(stream);
  });
}

function takeOver(stream: TweetStream): XStream {
  const response = stream["res"]!;
  const request = stream["req"]!;
  for (const one of [response, request]) {
    one.removeAllListeners();
    one.on("error", () => {}); // the end tells
  }
  return {
    listen(onBytes, onEnd) {
      response.on("data", onBytes);
      let why = "X closed the connection";
      response.on("aborted", () => why = "The connection to X broke");
      response.on("close", () => onEnd(why));
      if (response.destroyed) return onEnd(why);
      response.resume();
    },
    close: () => destroy(response, request),
  };
}

function destroy(response: Readable, request: ClientRequest): void {
  for (const one of [response, request]) {
    one.removeAllListeners();
    one.on("error", () => {});
    one.destroy();
  }
}

/** Options for {@linkcode createXCaller}. */
export interface XCallerOptions {
  /** `host[:port]` */
  readonly host: string;
  readonly token: string;
  readonly waits: Pick<XWaits, "answerMs">;
}

type Query = Record<string, string | boolean>;

/** Makes requests, and tells failures as {@linkcode XError}s. */
interface XCaller {
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
function createXCaller(options: XCallerOptions): XCaller {
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

/**
 * An agent that trusts what the process trusts, by `DENO_CERT` and
 * `NODE_EXTRA_CA_CERTS` alike. Where the latter is set, Deno's own agent wants
 * permissions that this program does not have.
 */
class TlsAgent extends Agent {
  override createConnection(options: ConnectionOptions): Duplex {
    const { host, port, servername } = options;
    return connect({
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port: Number(port) }),
      ...(servername !== undefined && { servername }),
    });
  }
}
