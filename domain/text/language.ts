const TAG = /^\s*([a-z]{2,3})(?:[\-_][a-z\d\-_@.]*)?\s*$/i;

/** Tags by which sources say that a post has no language, or one of their own making. */
const NO_LANGUAGE = /^(?:q[a-t][a-z]|zxx|art|mul|mis)$/;

/** More tags than sources have; what authors invent is not remembered. */
const MAX_KNOWN = 1_000;
const known = new Map<string, string>();
let names: Intl.DisplayNames | undefined;

/**
 * The language that a source, a query or an address means by a tag: the primary
 * subtag of BCP 47, as it is written today (`iw` is `he`, `pt-BR` is `pt`, `eng` is
 * `en`); `und` if there is none.
 */
export function readLanguage(tag: unknown): string {
  if (typeof tag !== "string") return "und";
  const before = known.get(tag);
  if (before !== undefined) return before;
  const language = canonicalOf(TAG.exec(tag)?.[1]?.toLowerCase() ?? "und");
  if (known.size < MAX_KNOWN && tag.length <= 35) known.set(tag, language);
  return language;
}

function canonicalOf(subtag: string): string {
  if (NO_LANGUAGE.test(subtag)) return "und";
  const language = new Intl.Locale(subtag).language;
  // All languages with two letters have a name; of three letters there are thousands.
  names ??= new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  const isKnown = language.length > 2 || names.of(language) !== undefined;
  return isKnown ? language : "und";
}

/** Tags that were stored for a language before they were read as today, and that sources still send. */
const FORMER: Readonly<Record<string, readonly string[]>> = {
  he: ["iw"],
  id: ["in"],
  yi: ["ji"],
  jv: ["jw"],
  fil: ["tl"],
};

/** The primary subtags under which older rows may have a language. */
export function storedTags(language: string): readonly string[] {
  return [language, ...FORMER[language] ?? []];
}
