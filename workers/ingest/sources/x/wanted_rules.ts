import type { Topic } from "../../../../domain/topic/topic.ts";
import { RuleError, toRule } from "./to_rule.ts";

/** A rule that a topic asks for. */
export interface WantedRule {
  readonly slug: string;
  readonly value: string;
}

/** What the active topics ask for, and which of them cannot be rules. */
export interface WantedRules {
  readonly rules: readonly WantedRule[];
  /** By slug: why not. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The rules that topics ask for, in their order. */
export function wantedRules(topics: readonly Topic[]): WantedRules {
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
