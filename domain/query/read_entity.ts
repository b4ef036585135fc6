import { foldText } from "../text/fold_text.ts";
import type { QueryOperator } from "./query.ts";
import { TOKEN_CHARACTER } from "../text/tokens.ts";

const HASHTAG = pattern(String.raw`(?=.*\p{L})T+`);
const CASHTAG = pattern(String.raw`(?=\p{L})T+(?:\.T+)?`);
const USER = pattern(String.raw`T+(?:[.@\-]T+)*`);

/**
 * Reads `#tag`, `$tag` or `@user`.
 *
 * @param fail Throws the error that a detail belongs to.
 */
export function readEntity(
  term: string,
  fail: (detail: string) => never,
): QueryOperator {
  const name = foldText(term.slice(1));
  switch (term[0]) {
    case "#":
    case "＃":
      if (HASHTAG.test(name)) return { kind: "hashtag", tag: name };
      return fail(
        `a hashtag has letters, digits and _, at least one letter: "${term}" is none`,
      );
    case "$":
      if (CASHTAG.test(name)) return { kind: "cashtag", tag: name };
      return fail(
        `a cashtag has letters and digits, a letter first: "${term}" is none`,
      );
    default:
      if (USER.test(name)) return { kind: "mention", user: name };
      return fail(`a user has letters, digits and _: "${term}" is none`);
  }
}

/** A pattern for a whole name, in which `T` is a character of a word. */
function pattern(source: string): RegExp {
  return new RegExp(`^${source.replaceAll("T", TOKEN_CHARACTER)}$`, "v");
}
