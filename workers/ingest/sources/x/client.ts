import * as v from "valibot";
import { type CallBudget, createCallBudget } from "./call_budget.ts";
import { openXStream, type XStream } from "./open_x_stream.ts";
import type { XWaits } from "./pacing.ts";
import { parseJson } from "./parse_json.ts";
import { sleep } from "./sleep.ts";
import {
  createXCaller,
  type XCaller,
  type XCallerOptions,
} from "./x_caller.ts";
import { XError } from "./x_error.ts";
import { problemsOf, type XProblem } from "./x_problem.ts";

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
