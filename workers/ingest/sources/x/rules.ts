import type { TrackedTopic } from "../topic_watch.ts";
import {
  isInvalidRequest,
  type XClient,
  type XRule,
  type XRuleAnswer,
} from "./client.ts";
import { wordsOf, type XProblem } from "./errors.ts";
import { RuleError, toRule } from "./to_rule.ts";

/** Rules that X allows in all, those of others included. */
const MAX_RULES = 1_000;

/** Rules in one request. */
const MAX_BATCH = 100;

/** Begins the tag of each of our rules; the topic's slug follows. */
export const TAG_PREFIX = "freshet:";

/** The rules at X after {@linkcode syncRules}. */
export interface SyncedRules {
  /** X's id of each topic's rule; null where X did not name it. */
  readonly idBySlug: ReadonlyMap<string, string | null>;
  /** By slug: why a topic has no rule. */
  readonly problems: ReadonlyMap<string, string>;
}

type RuleClient = Pick<XClient, "listRules" | "addRules" | "deleteRules">;

/**
 * Makes X's rules follow the active topics. Writes only the differences, asks
 * X to check new rules first, and never touches rules without our tag.
 *
 * @param refusals X's objections to rules, by their texts: these are not tried again.
 */
export async function syncRules(
  client: RuleClient,
  topics: readonly TrackedTopic[],
  refusals: Map<string, string>,
  signal: AbortSignal,
): Promise<SyncedRules> {
  const { wanted, problems } = wantedRules(topics);
  for (const value of refusals.keys()) {
    if (!wanted.some((rule) => rule.value === value)) refusals.delete(value);
  }
  const plan = planRules(wanted, await client.listRules(signal));
  const asked = plan.missing.filter(({ value }) => !refusals.has(value));
  const outcomes = await writeRules(client, plan, asked, signal);

  const idBySlug = new Map<string, string | null>(plan.kept);
  for (const { slug, value } of asked) {
    const outcome = outcomes.get(slug)!;
    if ("id" in outcome) idBySlug.set(slug, outcome.id);
    else if (outcome.kind === "refused") refusals.set(value, outcome.reason);
    else problems.set(slug, outcome.reason);
  }
  for (const { slug, value } of plan.missing) {
    const reason = refusals.get(value);
    if (reason !== undefined) problems.set(slug, reason);
  }
  for (const { slug } of plan.excess) {
    problems.set(slug, `X allows ${MAX_RULES} rules, and all are in use`);
  }
  return { idBySlug, problems };
}

/** The rule that a topic asks for. */
interface WantedRule {
  readonly slug: string;
  readonly value: string;
}

/** The rules that active topics ask for, in their order, and why some cannot be rules. */
function wantedRules(topics: readonly TrackedTopic[]): {
  wanted: readonly WantedRule[];
  problems: Map<string, string>;
} {
  const wanted: WantedRule[] = [];
  const problems = new Map<string, string>();
  for (const { slug, query, active } of topics) {
    if (!active) continue;
    try {
      wanted.push({ slug, value: toRule(query) });
    } catch (error) {
      const isKnown = error instanceof RuleError ||
        error instanceof SyntaxError;
      if (!isKnown) throw error;
      problems.set(slug, error.message);
    }
  }
  return { wanted, problems };
}

/** The differences between the wanted rules and X's. */
interface RulePlan {
  /** In place already: X's id, by slug. */
  readonly kept: ReadonlyMap<string, string>;
  /** Ours, but no longer wanted. */
  readonly obsolete: readonly XRule[];
  /** The ids of all other rules, anyone's. */
  readonly staying: ReadonlySet<string | null>;
  readonly missing: readonly WantedRule[];
  /** Those for which X has no room. */
  readonly excess: readonly WantedRule[];
  /** Whether obsolete rules must go before missing ones fit. */
  readonly isFull: boolean;
}

function planRules(
  wanted: readonly WantedRule[],
  listed: readonly XRule[],
): RulePlan {
  const values = new Map(wanted.map(({ slug, value }) => [slug, value]));
  const kept = new Map<string, string>();
  const obsolete: XRule[] = [];
  const staying = new Set<string>();
  for (const { id, value, tag } of listed) {
    const isOurs = tag?.startsWith(TAG_PREFIX) ?? false;
    const slug = tag?.slice(TAG_PREFIX.length) ?? "";
    const isKept = isOurs && !kept.has(slug) &&
      isSameRule(values.get(slug), value);
    if (isKept) kept.set(slug, id);
    if (isKept || !isOurs) staying.add(id);
    else obsolete.push({ id, value });
  }
  const missing = wanted.filter(({ slug }) => !kept.has(slug));
  const room = Math.max(0, MAX_RULES - staying.size);
  const added = Math.min(missing.length, room);
  return {
    kept,
    obsolete,
    staying,
    missing: missing.slice(0, room),
    excess: missing.slice(room),
    isFull: listed.length + added > MAX_RULES,
  };
}

/** X may change the white space of a rule. */
function isSameRule(a: string | undefined, b: string): boolean {
  const squeeze = (rule: string) => rule.trim().replace(/\s+/g, " ");
  return a !== undefined && squeeze(a) === squeeze(b);
}

/** What became of a rule that was sent to X. */
type Outcome =
  /** The id, if X named it; of a duplicate, that of the same rule that X has already. */
  | { readonly kind: "added" | "duplicate"; readonly id: string | null }
  /** X objects to the rule itself, or the whole request failed. */
  | { readonly kind: "refused" | "failed"; readonly reason: string };

type Outcomes = ReadonlyMap<string, Outcome>;

/** Writes the differences. New rules come before old ones go, so that a changed query misses nothing. */
async function writeRules(
  client: RuleClient,
  { obsolete, staying, isFull }: RulePlan,
  asked: readonly WantedRule[],
  signal: AbortSignal,
): Promise<Outcomes> {
  // At X's limit old rules must go before X even checks new ones.
  if (isFull) await deleteRules(client, obsolete, signal);
  const trial = await submitRules(client, asked, true, signal);
  const good = asked.filter(({ slug }) => {
    const outcome = trial.get(slug)!;
    return outcome.kind === "added" ||
      (outcome.kind === "duplicate" && !staying.has(outcome.id));
  });
  // X refuses a rule of which it still has an obsolete copy.
  const obsoleteValues = new Set(obsolete.map(({ value }) => value));
  const isLate = ({ value }: WantedRule) =>
    !isFull && obsoleteValues.has(value);

  const early = good.filter((rule) => !isLate(rule));
  const first = await submitRules(client, early, false, signal);
  if (!isFull) await deleteRules(client, obsolete, signal);
  const second = await submitRules(client, good.filter(isLate), false, signal);
  return new Map([...trial, ...first, ...second]);
}

function* inBatches<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += MAX_BATCH) {
    yield items.slice(at, at + MAX_BATCH);
  }
}

async function deleteRules(
  client: RuleClient,
  rules: readonly XRule[],
  signal: AbortSignal,
): Promise<void> {
  for (const batch of inBatches(rules)) {
    await client.deleteRules(batch.map(({ id }) => id), signal);
  }
}

/** Adds rules, or with `dryRun` only checks them. A bad rule does not stop the others. */
async function submitRules(
  client: RuleClient,
  wanted: readonly WantedRule[],
  dryRun: boolean,
  signal: AbortSignal,
): Promise<Outcomes> {
  const outcomes = new Map<string, Outcome>();

  async function submit(batch: readonly WantedRule[]): Promise<void> {
    const rules = batch.map(({ slug, value }) => ({
      value,
      tag: TAG_PREFIX + slug,
    }));
    try {
      const answer = await client.addRules(rules, dryRun, signal);
      for (const rule of batch) {
        outcomes.set(rule.slug, outcomeOf(rule, answer));
      }
    } catch (error) {
      if (!isInvalidRequest(error)) throw error;
      const { message: reason } = error;
      const [{ slug }] = batch as [WantedRule];
      if (batch.length === 1) outcomes.set(slug, { kind: "failed", reason });
      else {
        // X does not name the bad rule: try both halves.
        const half = Math.ceil(batch.length / 2);
        await submit(batch.slice(0, half));
        await submit(batch.slice(half));
      }
    }
  }

  for (const batch of inBatches(wanted)) await submit(batch);
  return outcomes;
}

function outcomeOf({ slug, value }: WantedRule, answer: XRuleAnswer): Outcome {
  const added = answer.rules.find(({ tag }) => tag === TAG_PREFIX + slug);
  const problem = answer.problems.find((problem) => problem.value === value);
  if (added || !problem) return { kind: "added", id: added?.id ?? null };
  if (isDuplicate(problem)) {
    return { kind: "duplicate", id: problem.id ?? null };
  }
  return { kind: "refused", reason: wordsOf(problem) || "X refuses the rule" };
}

function isDuplicate({ title, type }: XProblem): boolean {
  return title === "DuplicateRule" || !!type?.endsWith("duplicate-rules");
}
