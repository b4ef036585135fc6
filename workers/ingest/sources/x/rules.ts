import type { TopicWatch } from "../../topic_watch.ts";
import { createBackoff } from "./backoff.ts";
import type { XClient } from "./client.ts";
import { describeProblems } from "./describe_problems.ts";
import type { XWaits } from "./pacing.ts";
import { slugOfTag } from "./plan_rules.ts";
import { sleep } from "./sleep.ts";
import { type RulesInForce, syncRules } from "./sync_rules.ts";
import type { XMatchingRule } from "./x_answer.ts";
import { XError } from "./x_error.ts";

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
