import { sleep } from "../../../../domain/time/retry.ts";
import type { TopicWatch } from "../topic_watch.ts";
import type { XClient } from "./client.ts";
import { XError } from "./errors.ts";
import { type Timeouts, XBackoff } from "./pacing.ts";
import { type SyncedRules, syncRules, TAG_PREFIX } from "./rules.ts";

/** Once so few changes of rules are left, further ones are spread over the rest of X's window. */
const SPARE_WRITES = 10;

/** Options for {@linkcode createRuleKeeper}. */
export interface RuleKeeperOptions {
  readonly topics: TopicWatch;
  readonly client: XClient;
  readonly timeouts: Timeouts;
  readonly now: () => number;
  /** Called with what an operator should fix; null once it is fixed. */
  readonly onNotice: (detail: string | null) => void;
}

/** Keeps X's rules in line with the topics. */
export type RuleKeeper = ReturnType<typeof createRuleKeeper>;

/** A rule that a post matched. */
interface MatchedRule {
  readonly id?: string | undefined;
  readonly tag?: string | undefined;
}

/** Creates the keeper. It sends nothing yet. */
export function createRuleKeeper(options: RuleKeeperOptions) {
  const { topics, client, timeouts, now, onNotice } = options;
  const refusals = new Map<string, string>();
  let synced: SyncedRules = { idBySlug: new Map(), problems: new Map() };
  let last: { queries: string; atMs: number } | null = null;
  let changed = new AbortController();
  let notice: string | null = null;

  const activeTopics = () => topics.current.filter(({ active }) => active);
  const queriesOf = () =>
    JSON.stringify(activeTopics().map(({ slug, query }) => [slug, query]));
  const isUpToDate = () => last?.queries === queriesOf();
  const stopWatching = topics.onChange(() => {
    changed.abort();
    changed = new AbortController();
  });

  function notify(failure: string | null): void {
    const detail = describeProblems(synced.problems, failure);
    if (detail !== notice) onNotice(detail);
    notice = detail;
  }

  async function sync(signal: AbortSignal): Promise<void> {
    const queries = queriesOf();
    synced = await syncRules(client, topics.current, refusals, signal);
    last = { queries, atMs: performance.now() };
    notify(null);
  }

  /** Waits for more changes, longer if X allows few more. */
  async function gather(signal: AbortSignal): Promise<void> {
    const { writesLeft } = client;
    const isScarce = writesLeft <= SPARE_WRITES;
    const scarceMs = timeouts.windowMs / (writesLeft + 1);
    await sleep(isScarce ? scarceMs : timeouts.gatherMs, signal);
  }

  return {
    /** Number of topics that have a rule at X. */
    get count(): number {
      return synced.idBySlug.size;
    },
    /** Makes the next `ensure` read X's rules again. */
    forget: () => void (last = null),
    /**
     * Brings the rules up to date, unless that was done just now.
     *
     * @throws {XError} If a request fails.
     */
    async ensure(signal: AbortSignal): Promise<void> {
      const ageMs = performance.now() - (last?.atMs ?? -Infinity);
      if (!isUpToDate() || ageMs >= timeouts.rulesAgeMs) await sync(signal);
    },
    /** Follows the topics until `isDone` after a change, or until `signal` aborts. */
    async follow(isDone: () => boolean, signal: AbortSignal): Promise<void> {
      const backoff = new XBackoff(timeouts);
      while (!signal.aborted && !isDone()) {
        if (isUpToDate()) {
          await sleep(Infinity, AbortSignal.any([signal, changed.signal]));
        }
        await gather(signal);
        if (signal.aborted || isUpToDate()) continue;
        try {
          await sync(signal);
          backoff.settle();
        } catch (error) {
          if (signal.aborted) return;
          if (!(error instanceof XError)) throw error;
          const { kind, resetMs, message } = error;
          notify(`the rules at X are not up to date: ${message}`);
          await sleep(backoff.next(kind, resetMs && resetMs - now()), signal);
        }
      }
    },
    /** The active topics among the rules that a post matched. */
    slugsOf(rules: readonly MatchedRule[]): string[] {
      const tags = new Set(rules.map(({ tag }) => tag));
      const ids = new Set(rules.map(({ id }) => id));
      return activeTopics().map(({ slug }) => slug).filter((slug) => {
        const id = synced.idBySlug.get(slug) ?? null;
        return tags.has(TAG_PREFIX + slug) || (id !== null && ids.has(id));
      });
    },
    [Symbol.dispose]: stopWatching,
  };
}

/** Topics that a notice names. */
const MAX_NAMED = 10;

/** Which topics have no rule, and why; null if all have. */
function describeProblems(
  problems: ReadonlyMap<string, string>,
  failure: string | null,
): string | null {
  const parts = [...problems].slice(0, MAX_NAMED)
    .map(([slug, reason]) => `no rule at X for topic "${slug}": ${reason}`);
  const more = problems.size - parts.length;
  if (more > 0) parts.push(`and ${more} more`);
  if (failure !== null) parts.unshift(failure);
  return parts.length === 0 ? null : parts.join("; ");
}
