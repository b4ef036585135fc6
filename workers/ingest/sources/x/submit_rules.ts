import type { NewXRule, XClient, XRuleAnswer } from "./client.ts";
import { TAG_PREFIX } from "./plan_rules.ts";
import type { WantedRule } from "./wanted_rules.ts";
import { XError } from "./x_error.ts";
import { wordsOf, type XProblem } from "./x_problem.ts";

/** Rules in one request. */
const MAX_BATCH = 100;

/** What became of rules, by their slugs. */
export interface Submission {
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
export async function submitRules(
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
