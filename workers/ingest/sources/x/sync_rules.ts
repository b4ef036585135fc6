import type { Topic } from "../../../../domain/topic/topic.ts";
import { MAX_RULES, planRules } from "./plan_rules.ts";
import { submitRules } from "./submit_rules.ts";
import { type WantedRule, wantedRules } from "./wanted_rules.ts";
import type { XClient } from "./x_client.ts";

/** Rules that are deleted in one request. */
const MAX_BATCH = 100;

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
  client: Pick<XClient, "listRules" | "addRules" | "deleteRules">,
  topics: readonly Topic[],
  refusals: Map<string, string>,
  signal: AbortSignal,
): Promise<RulesInForce> {
  const wanted = wantedRules(topics);
  const values = new Set(wanted.rules.map(({ value }) => value));
  for (const value of refusals.keys()) {
    if (!values.has(value)) refusals.delete(value);
  }
  const listed = await client.listRules(signal);
  const plan = planRules(wanted.rules, listed);
  const doomedIds = new Set(plan.doomed.map(({ id }) => id));
  const staying = new Map(
    listed.filter(({ id }) => !doomedIds.has(id)).map((it) => [it.id, it]),
  );
  const result = new Result(plan.kept, wanted.problems);
  // At X's limit old ones must go before new ones can even be tried.
  if (plan.isFull) await deleteRules(client, doomedIds, signal);

  const asked = plan.missing.filter(({ value }) => !refusals.has(value));
  const trial = await submitRules(client, asked, true, signal);
  const good = asked.filter(({ slug }) => {
    const same = trial.same.get(slug);
    if (typeof same !== "string" || !staying.has(same)) {
      return !trial.refused.has(slug) && !trial.failed.has(slug);
    }
    result.add(slug, same);
    return false;
  });
  const doomedValues = new Set(plan.doomed.map(({ value }) => value));
  const isLate = ({ value }: WantedRule) =>
    !plan.isFull && doomedValues.has(value);

  // New ones come before old ones go, so that a changed query misses nothing.
  const early = good.filter((rule) => !isLate(rule));
  const first = await submitRules(client, early, false, signal);
  if (!plan.isFull) await deleteRules(client, doomedIds, signal);
  const second = await submitRules(client, good.filter(isLate), false, signal);

  for (const { taken, same } of [first, second]) {
    for (const [slug, id] of [...taken, ...same]) result.add(slug, id);
  }
  for (const { refused } of [trial, first, second]) {
    for (const { slug, value } of asked) {
      const words = refused.get(slug);
      if (words !== undefined) refusals.set(value, words);
    }
  }
  for (const { slug, value } of plan.missing) {
    const words = refusals.get(value);
    if (words !== undefined) result.refuse(slug, words);
  }
  for (const { failed } of [trial, first, second]) {
    for (const [slug, words] of failed) result.refuse(slug, words);
  }
  for (const { slug } of plan.excess) {
    result.refuse(slug, `X takes ${MAX_RULES} rules, and there are more`);
  }
  return result;
}

async function deleteRules(
  client: Pick<XClient, "deleteRules">,
  doomed: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  const ids = [...doomed];
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
