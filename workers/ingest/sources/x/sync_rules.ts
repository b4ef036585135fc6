import type { Topic } from "../../../../domain/topic/topic.ts";
import type { XClient, XRule } from "./client.ts";
import { MAX_RULES, planRules, type RulePlan } from "./plan_rules.ts";
import { type Submission, submitRules } from "./submit_rules.ts";
import { type WantedRule, wantedRules } from "./wanted_rules.ts";

/** Rules that are deleted in one request. */
const MAX_BATCH = 100;

type RuleClient = Pick<XClient, "listRules" | "addRules" | "deleteRules">;

/** How X's rules stand after {@linkcode syncRules}. */
export interface RulesInForce {
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
export async function syncRules(
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
