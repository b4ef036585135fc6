import type { Topic } from "../../../../domain/topic/topic.ts";
import { sleep } from "../../../../domain/time/retry.ts";
import type { TopicWatch } from "../source.ts";
import type { NewXRule, XClient, XRule, XRuleAnswer } from "./client.ts";
import { describeProblems, wordsOf, XError, type XProblem } from "./errors.ts";
import { createBackoff, type XWaits } from "./pacing.ts";
import type { XMatchingRule } from "./posts.ts";
import { RuleError, toRule } from "./to_rule.ts";

type RuleClient = Pick<XClient, "listRules" | "addRules" | "deleteRules">;

/** How X's rules stand after {@linkcode syncRules}. */
interface RulesInForce {
  /** By X's id: the topics that a rule serves. */
  readonly slugsById: ReadonlyMap<string, ReadonlySet<string>>;
  /** The topics that have a rule. */
  readonly slugs: ReadonlySet<string>;
  /** By slug: why a topic has none. */
  readonly problems: ReadonlyMap<string, string>;
}

/**
 * Makes X's rules those that the active topics ask for: writes the differences
 * only, asks first whether X would take what is new, and leaves alone what is
 * not ours.
 *
 * @param refusals What X said of rules before, by their texts: they are not tried again.
 */
async function syncRules(
  client: RuleClient,
  topics: readonly Topic[],
  refusals: Map<string, string>,
  signal: AbortSignal,
): Promise<RulesInForce> {
  const wanted = wantedRules(topics);
  const values = new Set(wanted.rules.map(({ value }) => value));
  for (const value of refusals.keys()) {
    if (!values.has(value)) refusals.delete(value);
  }
  const plan = planRules(wanted.rules, await client.listRules(signal));
  const asked = plan.missing.filter(({ value }) => !refusals.has(value));
  const result = new Result(plan.kept, wanted.problems);

  for (const submission of await write(client, plan, asked, signal)) {
    const { taken, same, refused, failed } = submission;
    for (const [slug, id] of [...taken, ...same]) result.add(slug, id);
    for (const { slug, value } of asked) {
      const words = refused.get(slug);
      if (words !== undefined) refusals.set(value, words);
    }
    for (const [slug, words] of failed) result.refuse(slug, words);
  }
  for (const { slug, value } of plan.missing) {
    const words = refusals.get(value);
    if (words !== undefined) result.refuse(slug, words);
  }
  for (const { slug } of plan.excess) {
    result.refuse(slug, `X takes ${MAX_RULES} rules, and there are more`);
  }
  return result;
}

/** Writes the differences; what became of each rule that was asked for. */
async function write(
  client: RuleClient,
  { doomed, staying, isFull }: RulePlan,
  asked: readonly WantedRule[],
  signal: AbortSignal,
): Promise<Submission[]> {
  // At X's limit old ones must go before new ones can even be tried.
  if (isFull) await deleteRules(client, doomed, signal);
  const trial = await submitRules(client, asked, true, signal);
  const same = new Map([...trial.same].filter(([, id]) => staying.has(id)));
  const good = asked.filter(({ slug }) =>
    !same.has(slug) && !trial.refused.has(slug) && !trial.failed.has(slug)
  );
  const doomedValues = new Set(doomed.map(({ value }) => value));
  const isLate = ({ value }: WantedRule) => !isFull && doomedValues.has(value);

  // New ones come before old ones go, so that a changed query misses nothing.
  const early = good.filter((rule) => !isLate(rule));
  const first = await submitRules(client, early, false, signal);
  if (!isFull) await deleteRules(client, doomed, signal);
  const second = await submitRules(client, good.filter(isLate), false, signal);
  return [{ ...trial, taken: new Map(), same }, first, second];
}

async function deleteRules(
  client: Pick<XClient, "deleteRules">,
  doomed: readonly XRule[],
  signal: AbortSignal,
): Promise<void> {
  const ids = doomed.map(({ id }) => id);
  for (let at = 0; at < ids.length; at += MAX_BATCH) {
    await client.deleteRules(ids.slice(at, at + MAX_BATCH), signal);
  }
}

class Result implements RulesInForce {
  readonly slugsById = new Map<string, Set<string>>();
  readonly slugs = new Set<string>();
  readonly problems: Map<string, string>;

  constructor(
    kept: ReadonlyMap<string, string>,
    problems: ReadonlyMap<string, string>,
  ) {
    this.problems = new Map(problems);
    for (const [slug, id] of kept) this.add(slug, id);
  }

  add(slug: string, id: string | null): void {
    this.slugs.add(slug);
    if (id === null) return;
    const slugs = this.slugsById.get(id) ?? new Set();
    this.slugsById.set(id, slugs.add(slug));
  }

  refuse(slug: string, why: string): void {
    this.problems.set(slug, why);
  }
}

/** Rules that X takes at once, those of others too. */
const MAX_RULES = 1_000;

/** What stands before the slug in the tag of each rule of ours. */
const TAG_PREFIX = "freshet:";

/** The differences between the rules that are wanted and those that X has. */
interface RulePlan {
  /** In force already: the id of each, by slug. */
  readonly kept: ReadonlyMap<string, string>;
  /** Ours, but no longer wanted. */
  readonly doomed: readonly XRule[];
  /** The ids of all others, whosever they are. */
  readonly staying: ReadonlySet<string | null>;
  readonly missing: readonly WantedRule[];
  /** For which X has no room beside the rules of others. */
  readonly excess: readonly WantedRule[];
  /** Whether the doomed must go before the missing can come. */
  readonly isFull: boolean;
}

/** Compares; rules without our tag are never touched. */
function planRules(
  wanted: readonly WantedRule[],
  listed: readonly XRule[],
): RulePlan {
  const values = new Map(wanted.map(({ slug, value }) => [slug, value]));
  const kept = new Map<string, string>();
  const doomed: XRule[] = [];
  for (const rule of listed) {
    const slug = slugOfTag(rule.tag);
    if (slug === undefined) continue;
    const isWanted = sameRule(values.get(slug), rule.value);
    if (isWanted && !kept.has(slug)) kept.set(slug, rule.id);
    else doomed.push(rule);
  }
  const missing = wanted.filter(({ slug }) => !kept.has(slug));
  const room = Math.max(0, MAX_RULES - (listed.length - doomed.length));
  const coming = missing.slice(0, room);
  return {
    kept,
    doomed,
    staying: new Set(
      listed.filter((rule) => !doomed.includes(rule)).map(({ id }) => id),
    ),
    missing: coming,
    excess: missing.slice(room),
    isFull: listed.length + coming.length > MAX_RULES,
  };
}

/** The slug in a tag of ours; undefined if it is none. */
function slugOfTag(tag: string | null | undefined): string | undefined {
  return tag?.startsWith(TAG_PREFIX) ? tag.slice(TAG_PREFIX.length) : undefined;
}

/** X may write spaces in its own way. */
function sameRule(a: string | undefined, b: string): boolean {
  const squeeze = (rule: string) => rule.trim().replace(/\s+/g, " ");
  return a !== undefined && squeeze(a) === squeeze(b);
}

/** Rules in one request. */
const MAX_BATCH = 100;

/** What became of rules, by their slugs. */
interface Submission {
  /** X's ids of those that it took; null where it did not tell. */
  readonly taken: ReadonlyMap<string, string | null>;
  /** X has the same already: that one's id, if it told. */
  readonly same: ReadonlyMap<string, string | null>;
  /** What X says against the rule itself. */
  readonly refused: ReadonlyMap<string, string>;
  /** Why X did not take it, whatever the rule. */
  readonly failed: ReadonlyMap<string, string>;
}

/**
 * Adds rules, or with `dryRun` only asks whether X would take them. What is
 * wrong with one does not keep X from the others.
 */
async function submitRules(
  client: Pick<XClient, "addRules">,
  wanted: readonly WantedRule[],
  dryRun: boolean,
  signal: AbortSignal,
): Promise<Submission> {
  const taken = new Map<string, string | null>();
  const same = new Map<string, string | null>();
  const refused = new Map<string, string>();
  const failed = new Map<string, string>();
  const queue: WantedRule[][] = [];
  for (let at = 0; at < wanted.length; at += MAX_BATCH) {
    queue.push(wanted.slice(at, at + MAX_BATCH));
  }

  for (let batch; (batch = queue.shift());) {
    try {
      const rules = batch.map(toNewRule);
      note(batch, await client.addRules(rules, dryRun, signal));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // X does not tell which: ask for fewer at once.
      const half = Math.ceil(batch.length / 2);
      if (batch.length === 1) failed.set(batch[0]!.slug, error.message);
      else queue.unshift(batch.slice(0, half), batch.slice(half));
    }
  }
  return { taken, same, refused, failed };

  function note(batch: readonly WantedRule[], answer: XRuleAnswer): void {
    const problems = new Map(answer.problems.map((one) => [one.value, one]));
    const idByTag = new Map(answer.rules.map(({ tag, id }) => [tag, id]));
    for (const { slug, value } of batch) {
      const problem = problems.get(value);
      const id = idByTag.get(TAG_PREFIX + slug) ?? null;
      if (id !== null || !problem) taken.set(slug, id);
      else if (isDuplicate(problem)) same.set(slug, problem.id ?? null);
      else refused.set(slug, wordsOf(problem) || "X refuses it");
    }
  }
}

function toNewRule({ slug, value }: WantedRule): NewXRule {
  return { value, tag: TAG_PREFIX + slug };
}

function isRefusal(error: unknown): error is XError {
  return error instanceof XError &&
    (error.status === 400 || error.status === 422);
}

function isDuplicate({ title, type }: XProblem): boolean {
  return title === "DuplicateRule" || !!type?.endsWith("duplicate-rules");
}

/** Changes of rules that are kept back; with fewer left, changes wait for each other. */
const SPARE_WRITES = 10;

/** Options for {@linkcode createRuleKeeper}. */
export interface RuleKeeperOptions {
  readonly topics: TopicWatch;
  readonly client: XClient;
  readonly waits: XWaits;
  readonly now: () => number;
  /** Told what an operator should mend; null takes it back. */
  readonly onNotice: (detail: string | null) => void;
}

/** Keeps X's rules as the topics ask for. */
export interface RuleKeeper extends Disposable {
  /** Number of topics that have a rule at X. */
  readonly count: number;
  /** X says that there are none: they are looked at anew. */
  forget(): void;
  /**
   * Brings the rules up to date, unless they were looked at just now.
   *
   * @throws {XError} If X does not let it.
   */
  ensure(signal: AbortSignal): Promise<void>;
  /** Follows the topics until `isDone` after a change, or the end of `signal`. */
  follow(isDone: () => boolean, signal: AbortSignal): Promise<void>;
  /** Our topics among the rules that a post matched. */
  slugsOf(rules: readonly XMatchingRule[]): string[];
}

const NONE: RulesInForce = {
  slugsById: new Map(),
  slugs: new Set(),
  problems: new Map(),
};

/** Creates the keeper. It asks X nothing yet. */
export function createRuleKeeper(options: RuleKeeperOptions): RuleKeeper {
  const { topics, client, waits, now, onNotice } = options;
  const refusals = new Map<string, string>();
  let inForce = NONE;
  let synced: { key: string; atMs: number } | null = null;
  let changed = Promise.withResolvers<void>();
  let told: string | null = null;

  const keyOf = () =>
    JSON.stringify(
      topics.current.filter(({ active }) => active)
        .map(({ slug, query }) => [slug, query]),
    );
  const stopWatching = topics.onChange(() => {
    changed.resolve();
    changed = Promise.withResolvers();
  });

  function tell(trouble: string | null): void {
    const detail = describeProblems(inForce.problems, trouble);
    if (detail !== told) onNotice(detail);
    told = detail;
  }

  async function sync(signal: AbortSignal): Promise<void> {
    const key = keyOf();
    inForce = await syncRules(client, topics.current, refusals, signal);
    synced = { key, atMs: performance.now() };
    tell(null);
  }

  /** Waits for more changes, the longer the fewer X still allows. */
  async function gather(signal: AbortSignal): Promise<void> {
    const { writesLeft } = client;
    const isScarce = writesLeft <= SPARE_WRITES;
    const scarceMs = waits.windowMs / (writesLeft + 1);
    await sleep(isScarce ? scarceMs : waits.gatherMs, signal);
  }

  return {
    get count() {
      return inForce.slugs.size;
    },
    forget: () => void (synced = null),
    async ensure(signal) {
      const isFresh = synced !== null && synced.key === keyOf() &&
        performance.now() - synced.atMs < waits.rulesAgeMs;
      if (!isFresh) await sync(signal);
    },
    async follow(isDone, signal) {
      const backoff = createBackoff(waits);
      while (!signal.aborted && !isDone()) {
        if (synced?.key === keyOf()) await untilEither(changed.promise, signal);
        await gather(signal);
        if (signal.aborted || synced?.key === keyOf()) continue;
        try {
          await sync(signal);
          backoff.settle();
        } catch (error) {
          if (signal.aborted) return;
          if (!(error instanceof XError)) throw error;
          const { kind, resetMs, message } = error;
          tell(`the rules at X are not up to date: ${message}`);
          await sleep(backoff.next(kind, resetMs && resetMs - now()), signal);
        }
      }
    },
    slugsOf(rules) {
      const slugs = rules.flatMap(({ id, tag }) => [
        slugOfTag(tag) ?? "",
        ...(id === undefined ? [] : inForce.slugsById.get(id) ?? []),
      ]);
      const active = topics.current.filter((topic) => topic.active);
      return active.map(({ slug }) => slug).filter((it) => slugs.includes(it));
    },
    [Symbol.dispose]: stopWatching,
  };
}

async function untilEither(
  promise: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  signal.addEventListener("abort", stop, { once: true });
  await Promise.race([promise, aborted]);
  signal.removeEventListener("abort", stop);
}

/** A rule that a topic asks for. */
interface WantedRule {
  readonly slug: string;
  readonly value: string;
}

/** What the active topics ask for, and which of them cannot be rules. */
interface WantedRules {
  readonly rules: readonly WantedRule[];
  /** By slug: why not. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The rules that topics ask for, in their order. */
function wantedRules(topics: readonly Topic[]): WantedRules {
  const rules: WantedRule[] = [];
  const problems = new Map<string, string>();
  for (const { slug, query, active } of topics) {
    if (!active) continue;
    try {
      rules.push({ slug, value: toRule(query) });
    } catch (error) {
      const isKnown = error instanceof RuleError ||
        error instanceof SyntaxError;
      if (!isKnown) throw error;
      problems.set(slug, error.message);
    }
  }
  return { rules, problems };
}
