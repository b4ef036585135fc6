import type { XRule } from "./client.ts";
import type { WantedRule } from "./wanted_rules.ts";

/** Rules that X takes at once, those of others too. */
export const MAX_RULES = 1_000;

/** What stands before the slug in the tag of each rule of ours. */
export const TAG_PREFIX = "freshet:";

/** The differences between the rules that are wanted and those that X has. */
export interface RulePlan {
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
export function planRules(
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
export function slugOfTag(tag: string | null | undefined): string | undefined {
  return tag?.startsWith(TAG_PREFIX) ? tag.slice(TAG_PREFIX.length) : undefined;
}

/** X may write spaces in its own way. */
function sameRule(a: string | undefined, b: string): boolean {
  const squeeze = (rule: string) => rule.trim().replace(/\s+/g, " ");
  return a !== undefined && squeeze(a) === squeeze(b);
}
