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

/** Characters that a rule may have. */
const MAX_LENGTH = 1_024;

const LANGUAGES = new Set(
  `am ar hy eu bn bs bg my hr ca cs da nl en et fi fr ka de el gu ht iw hi
  hi-Latn hu is in it ja kn km ko lo lv lt ml dv mr ne no or pa ps fa pl pt ro
  ru sr zh zh-CN zh-TW sd si sk sl ckb es sv tl ta te th bo tr uk ur ug vi cy`
    .split(/\s+/),
);

/** Operators that can stand alone. */
const ALONE = new Set(
  `from to retweets_of url conversation_id place place_country entity context
  list bio`.split(/\s+/),
);
const IS = new Set(["retweet", "reply", "quote", "verified", "nullcast"]);
const HAS = new Set(
  "links media images hashtags mentions cashtags geo videos".split(" "),
);

const PIECE = /\s*(-?\(|\)|-?"[^"]*"(?:~\d+)?|[^\s()"]+)/y;

class Refusal extends Error {}

/** What X would say of a rule; null if it takes it. */
export function checkRule(rule: string): string | null {
  const length = Array.from(rule).length;
  if (length > MAX_LENGTH) {
    return `Rule of ${length} characters is longer than ${MAX_LENGTH}`;
  }
  try {
    const pieces = cut(rule);
    const stands = readAny(pieces);
    if (pieces.length > 0) throw new Refusal("Unbalanced parenthesis");
    return stands ? null : "Rules must contain at least one positive clause";
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function cut(rule: string): string[] {
  const pieces: string[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < rule.trimEnd().length) {
    const at = PIECE.lastIndex;
    const found = PIECE.exec(rule);
    if (!found) {
      throw new Refusal(`No viable alternative at position ${at + 1}`);
    }
    pieces.push(found[1]!);
  }
  return pieces;
}

/** Whether every branch stands alone. */
function readAny(pieces: string[]): boolean {
  let stands = readAll(pieces);
  while (pieces[0] === "OR") {
    pieces.shift();
    stands = readAll(pieces) && stands;
  }
  return stands;
}

function readAll(pieces: string[]): boolean {
  let stands = false;
  let count = 0;
  while (pieces.length > 0 && pieces[0] !== "OR" && pieces[0] !== ")") {
    stands = readPart(pieces) || stands;
    count++;
  }
  if (count === 0) throw new Refusal("An operand is missing");
  return stands;
}

function readPart(pieces: string[]): boolean {
  const piece = pieces.shift()!;
  if (piece === "-(") throw new Refusal("A group cannot be negated");
  if (piece !== "(") return readOperator(piece);
  const stands = readAny(pieces);
  if (pieces.shift() !== ")") throw new Refusal("Unbalanced parenthesis");
  return stands;
}

/** Whether it stands alone. */
function readOperator(piece: string): boolean {
  const isPositive = !piece.startsWith("-");
  const text = isPositive ? piece : piece.slice(1);
  const [, name, value = ""] = /^([A-Za-z_]+):(.*)$/s.exec(text) ?? [];
  if (name === undefined || text.startsWith('"')) {
    if (/^[#@$]\W*$/.test(text)) throw new Refusal(`"${text}" names nothing`);
    return isPositive;
  }
  if (ALONE.has(name)) {
    if (/^@/.test(value)) throw new Refusal(`"${value}" is no user name`);
    return isPositive;
  }
  const known = { lang: LANGUAGES, is: IS, has: HAS }[name];
  if (known?.has(value)) return false;
  if (name === "sample" && /^\d{1,2}$|^100$/.test(value)) return false;
  throw new Refusal(
    known
      ? `Reference to invalid value '${value}' of operator '${name}'`
      : `Reference to invalid operator '${name}'`,
  );
}
