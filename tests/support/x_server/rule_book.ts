import { checkRule } from "./check_rule.ts";

/** Rules that one app may have. */
const MAX_RULES = 1_000;

/** A rule as the server lists it. */
export interface ServerRule {
  readonly id: string;
  readonly value: string;
  readonly tag?: string;
}

/** An answer: its status, and what it says as JSON. */
export interface ServerAnswer {
  readonly status: number;
  readonly body: unknown;
}

const PROBLEMS = "https://api.x.com/2/problems";

/** Holds rules as X does. */
export class RuleBook {
  readonly rules: ServerRule[] = [];
  #serial = 0;

  /** Adds a rule without asking; its id. */
  put(value: string, tag?: string): string {
    const id = String(1_800_000_000_000_000_001n + BigInt(this.#serial++));
    this.rules.push({ id, value, ...(tag !== undefined && { tag }) });
    return id;
  }

  /** Answers a `POST`. */
  change(body: unknown, dryRun: boolean): ServerAnswer {
    const { add, delete: gone } = (body ?? {}) as {
      add?: { value: string; tag?: string }[];
      delete?: { ids: string[] };
    };
    if (Array.isArray(add)) return this.#add(add, dryRun);
    if (Array.isArray(gone?.ids)) return this.#delete(gone.ids, dryRun);
    const title = "Invalid Request";
    const detail = "One or more parameters to your request was invalid.";
    const type = `${PROBLEMS}/invalid-request`;
    return { status: 400, body: { title, detail, type } };
  }

  #add(wanted: { value: string; tag?: string }[], dryRun: boolean) {
    if (this.rules.length + wanted.length > MAX_RULES) {
      const title = "RulesCapExceeded";
      const detail = `An app may have ${MAX_RULES} rules.`;
      return {
        status: 422,
        body: { title, detail, type: `${PROBLEMS}/rule-cap` },
      };
    }
    const before = this.rules.length;
    const errors: unknown[] = [];
    for (const { value, tag } of wanted) {
      const wrong = checkRule(value);
      const same = this.rules.find((rule) =>
        rule.value === value && rule.tag === tag
      );
      if (wrong !== null) {
        const type = `${PROBLEMS}/invalid-rules`;
        errors.push({
          value,
          details: [wrong],
          title: "UnprocessableEntity",
          type,
        });
      } else if (same) {
        const type = `${PROBLEMS}/duplicate-rules`;
        errors.push({ value, id: same.id, title: "DuplicateRule", type });
      } else this.put(value, tag);
    }
    const data = dryRun ? this.rules.splice(before) : this.rules.slice(before);
    const summary = { created: data.length, not_created: errors.length };
    return {
      status: data.length > 0 ? 201 : 400,
      body: {
        ...(data.length > 0 && { data }),
        meta: { sent: new Date().toISOString(), summary },
        ...(errors.length > 0 && { errors }),
      },
    };
  }

  #delete(ids: string[], dryRun: boolean) {
    const found = this.rules.filter(({ id }) => ids.includes(id));
    if (!dryRun) {
      for (const rule of found) this.rules.splice(this.rules.indexOf(rule), 1);
    }
    const summary = {
      deleted: found.length,
      not_deleted: ids.length - found.length,
    };
    return {
      status: 200,
      body: { meta: { sent: new Date().toISOString(), summary } },
    };
  }
}
