import { TOKEN_CHARACTER } from "./tokens.ts";

// Sources of patterns for the `v` flag. Each is linear: no part of them can
// match the same text in two ways.

/** An address of the web, as it stands in running text. */
export const LINK = String
  .raw`(?:[hH][tT]{2}[pP][sS]?:\/\/|[wW]{3}\.)[!#-;=?-~${TOKEN_CHARACTER}]+`;

const HOST = String.raw`[A-Za-z\d\-]+(?:\.[a-z\d\-]+)*\.[a-z]{2,}`;

/**
 * Somebody's name: `@user`, `@name.bsky.social` or `@user@mastodon.social`.
 *
 * What follows a dot must be lower case, for people forget the space: `@user.What`.
 */
export const MENTION = String
  .raw`[@＠](?:${HOST}(?!${TOKEN_CHARACTER})|${TOKEN_CHARACTER}+)(?:@${HOST})?`;

// Signs that are emoji only if a selector says so; a lone indicator is half a flag.
const PICTURE = String.raw`[\p{Emoji}--[#*\d©®‼⁉™ℹ\p{RI}]]`;
const DETAIL = String.raw`[\u{FE0E}\u{FE0F}\p{EMod}\u{E0020}-\u{E007F}]*`;

/** One emoji, with its skin tone and all that is joined to it. */
export const EMOJI = String.raw`(?:${
  [
    String.raw`\p{RI}{2}`,
    String.raw`[#*\d]\u{FE0F}?\u{20E3}`,
    String.raw`[©®‼⁉™ℹ]\u{FE0F}`,
    String.raw`${PICTURE}${DETAIL}(?:\u{200D}(?:${PICTURE}${DETAIL}))*`,
  ].join("|")
})`;
