import { parseQuery } from "../../../../domain/query/parse.ts";
import { readLanguage } from "../../../../domain/text/language.ts";
import { type QueryPiece, scanQuery } from "../../../../domain/query/scan.ts";

/** Characters that a rule may have. */
export const MAX_RULE = 1_024;

/** Languages for which X uses an outdated tag. */
const OLDER: Readonly<Record<string, string>> = {
  he: "iw",
  id: "in",
  fil: "tl",
};

/** The only language tags of X with a subtag. */
const WITH_PART = new Map(
  ["zh-CN", "zh-TW", "hi-Latn"].map((lang) => [lang.toLowerCase(), lang]),
);

/** Thrown when a query cannot be a rule of X. */
export class RuleError extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = "RuleError";
  }
}

/**
 * Translates a query into a rule of X. The syntax is the same, but X is
 * stricter about some forms.
 *
 * @throws {SyntaxError | RuleError} If it is no query, or cannot be a rule.
 */
export function toRule(query: string): string {
  parseQuery(query);
  let rule = "";
  let isGlued = true;
  for (const piece of scanQuery(query)) {
    rule += isGlued || piece.kind === ")" ? "" : " ";
    rule += writePiece(piece);
    isGlued = piece.kind === "(" || piece.kind === "-";
  }
  const length = Array.from(rule).length;
  if (length <= MAX_RULE) return rule;
  throw new RuleError(
    `as a rule of X it has ${length} characters where ${MAX_RULE} are allowed`,
  );
}

function writePiece(piece: QueryPiece): string {
  if (piece.kind === "phrase") return `"${piece.text.replace(/\s+/g, " ")}"`;
  return piece.kind === "term" ? writeTerm(piece.text) : piece.kind;
}

function writeTerm(term: string): string {
  const plain = term.replace(/^＃/, "#").replace(/^＠/, "@");
  if (/^[#@$]/.test(plain)) return plain;
  const [, name, value] = /^([a-z_]+):(.*)$/is.exec(plain) ?? [];
  if (name !== undefined && value !== undefined) {
    return writeNamed(name.toLowerCase(), value);
  }
  // X requires quotation marks around words with punctuation.
  const hasSigns = /[^\p{L}\p{M}\p{N}_]/u.test(plain);
  return hasSigns && /[\p{L}\p{N}]/u.test(plain) ? `"${plain}"` : plain;
}

function writeNamed(name: string, value: string): string {
  switch (name) {
    case "lang":
      return `lang:${writeLang(value.toLowerCase().replaceAll("_", "-"))}`;
    case "from":
      return `from:${value.replace(/^[@＠]/, "")}`;
    case "has":
    case "is":
      return `${name}:${value.toLowerCase()}`;
    default:
      return `${name}:${value}`;
  }
}

/** X's own tags with a part are narrower than here, where all parts are one language. */
function writeLang(lang: string): string {
  const language = readLanguage(lang);
  return WITH_PART.get(lang) ?? OLDER[language] ?? language;
}
