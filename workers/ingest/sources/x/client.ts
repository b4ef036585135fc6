import * as v from "valibot";
import { describeNetworkError, findScheme, maskToken } from "../network.ts";
import { problemsOf, refusalError, XError, type XProblem } from "./errors.ts";
import { CallBudget, type Timeouts } from "./pacing.ts";

const STREAM = "tweets/search/stream";
const RULES = `${STREAM}/rules`;

/** Requests that X allows in a quarter of an hour. */
const LIMITS = { reads: 450, writes: 100, connects: 50 };

/** Pages of rules that are read at most. */
const MAX_PAGES = 100;

/** What X is asked for with each post. */
const FIELDS = {
  "tweet.fields":
    "author_id,created_at,edit_history_tweet_ids,entities,lang,note_tweet,referenced_tweets",
  "user.fields": "username",
  expansions: "author_id,referenced_tweets.id,referenced_tweets.id.author_id",
};

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

/** A rule as X lists it. */
export type XRule = v.InferOutput<typeof Rule>;

/** A rule to add. */
export type NewXRule = Pick<XRule, "value"> & { readonly tag: string };

/** X's answer to rules to add. */
export interface XRuleAnswer {
  readonly rules: readonly XRule[];
  /** Why some were not added; `value` names the rule. */
  readonly problems: readonly XProblem[];
}

/** The part of X's API that is needed, kept within X's rate limits. */
export type XClient = ReturnType<typeof createXClient>;

/** Options for {@linkcode createXClient}. */
export interface XClientOptions {
  /** `host[:port]` */
  readonly host: string;
  readonly token: string;
  readonly timeouts: Timeouts;
}

/** Creates a client. It opens nothing yet. */
export function createXClient(options: XClientOptions) {
  const { windowMs } = options.timeouts;
  const reads = new CallBudget(LIMITS.reads, windowMs);
  const writes = new CallBudget(LIMITS.writes, windowMs);
  const connects = new CallBudget(LIMITS.connects, windowMs);
  const call = createCaller(options);

  return {
    async listRules(signal: AbortSignal): Promise<XRule[]> {
      const rules: XRule[] = [];
      let token: string | null | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        await reads.next(signal);
        const query = token ? { pagination_token: token } : {};
        const answer = await call(RULES, { query }, signal, readJson);
        const { data, meta } = readRules(answer);
        rules.push(...data);
        token = meta?.next_token;
        if (!token) break;
      }
      return rules;
    },
    /** With `dryRun`, X only checks the rules. */
    async addRules(
      rules: readonly NewXRule[],
      dryRun: boolean,
      signal: AbortSignal,
    ): Promise<XRuleAnswer> {
      await writes.next(signal);
      const query = dryRun ? { dry_run: "true" } : {};
      const problemsIn = (all: readonly XProblem[]) =>
        all.filter(({ value }) => value !== undefined);
      try {
        const body = { add: rules };
        const answer = await call(RULES, { query, body }, signal, readJson);
        const problems = problemsIn(problemsOf(answer));
        return { rules: readRules(answer).data, problems };
      } catch (error) {
        // X may refuse the whole request and still name the rules at fault.
        const problems = isInvalidRequest(error)
          ? problemsIn(error.problems)
          : [];
        if (problems.length === 0) throw error;
        return { rules: [], problems };
      }
    },
    async deleteRules(
      ids: readonly string[],
      signal: AbortSignal,
    ): Promise<void> {
      await writes.next(signal);
      await call(RULES, { body: { delete: { ids } } }, signal, readJson);
    },
    async openStream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
      connects.take();
      const { body } = await call(
        STREAM,
        { query: FIELDS },
        signal,
        (it) => it,
      );
      return body ?? ReadableStream.from([]);
    },
    /** Until X allows to connect again, in milliseconds. */
    get connectWaitMs(): number {
      return connects.waitMs;
    },
    /** Changes of rules that X still allows. */
    get writesLeft(): number {
      return writes.left;
    },
  };
}

/** Whether X found fault with the rules of a request. */
export function isInvalidRequest(error: unknown): error is XError {
  return error instanceof XError &&
    (error.status === 400 || error.status === 422);
}

function readRules(answer: unknown): v.InferOutput<typeof RuleList> {
  const { success, output, issues } = v.safeParse(RuleList, answer ?? {});
  if (success) return output;
  const detail = `${v.getDotPath(issues[0]) ?? ""} ${issues[0].message}`.trim();
  throw new XError(
    `X: unexpected response (not a rule list): ${detail}`,
    "http",
  );
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text.trim() === "") return {};
  try {
    return parseJson(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new XError("X: unexpected response (not JSON)", "http", { cause });
  }
}

/** Makes a request, a POST if it has a body, within the time that X has to answer. */
type Caller = <T>(
  path: string,
  parts: { readonly query?: Record<string, string>; readonly body?: unknown },
  signal: AbortSignal,
  read: (response: Response) => T | Promise<T>,
) => Promise<T>;

/**
 * Plain `fetch`, as `twitter-api-v2` has no public way to another host, hides
 * why a request failed, rounds ids that X writes as numbers, holds a line of
 * any length in memory, and does not trust the certificates of `DENO_CERT`.
 */
function createCaller({ host, token, timeouts }: XClientOptions): Caller {
  const { answerMs } = timeouts;
  let scheme: "http" | "https" | undefined;

  return async (path, { query = {}, body }, signal, read) => {
    scheme ??= await findScheme(host);
    signal.throwIfAborted();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), answerMs);
    try {
      const url = new URL(`${scheme}://${host}/2/${path}`);
      url.search = String(new URLSearchParams(query));
      const response = await fetch(url, {
        headers: {
          authorization: `Bearer ${token}`,
          "accept-encoding": "identity",
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined &&
          { method: "POST", body: JSON.stringify(body) }),
        redirect: "manual",
        signal: AbortSignal.any([signal, late.signal]),
      });
      if (!response.ok) throw await readRefusal(response, token);
      return await read(response);
    } catch (error) {
      signal.throwIfAborted();
      const failure = late.signal.aborted
        ? new XError(`X did not answer within ${answerMs / 1_000} s`, "network")
        : toXError(error, token);
      // Another server may take its place.
      if (failure.kind === "network") scheme = undefined;
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  };
}

function toXError(error: unknown, token: string): XError {
  if (error instanceof XError) return error;
  if (!(error instanceof TypeError)) throw error;
  const reason = maskToken(describeNetworkError(error), token);
  return new XError(`X cannot be reached: ${reason}`, "network");
}

async function readRefusal(response: Response, token: string): Promise<XError> {
  const text = await response.text();
  let answer: unknown;
  try {
    answer = parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error; // else a proxy's page
  }
  return refusalError(response, problemsOf(answer), token);
}

/** A bare number of so many digits that a JavaScript number may not hold it. */
const BIG_NUMBER = /[[:,]\s*-?\d{16}/;

/** `JSON.parse` with the text of each value, which TypeScript does not know yet. */
const parseWithSource = JSON.parse as (
  text: string,
  revive: (key: string, value: unknown, context: { source: string }) => unknown,
) => unknown;

/**
 * Parses JSON without loss: X has written ids as numbers too, and a whole
 * number too big for JavaScript becomes a string of its digits.
 *
 * @throws {SyntaxError} If it is not JSON, or nested too deeply.
 */
export function parseJson(text: string): unknown {
  if (!BIG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return parseWithSource(
      text,
      (_key, value, { source }) =>
        typeof value === "number" && !Number.isSafeInteger(value) &&
          /^-?\d+$/.test(source)
          ? source
          : value,
    );
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new SyntaxError("It is nested too deeply", { cause });
  }
}
