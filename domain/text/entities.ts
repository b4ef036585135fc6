import { TOKEN_CHARACTER } from "./tokens.ts";

/** What a text holds besides words. Names are without their sign. */
export interface Entities {
  readonly links: boolean;
  readonly hashtags: ReadonlySet<string>;
  readonly cashtags: ReadonlySet<string>;
  readonly mentions: ReadonlySet<string>;
}

const WEB_LINK = /(https?):\/\/([^\s<>"]*)/g;

const NAME = `${TOKEN_CHARACTER}+`;

/** A sign with a name behind it, and no word before it. */
const ENTITY = new RegExp(
  `(?<!${TOKEN_CHARACTER})(?:` + [
    String.raw`(?<!&)[#＃](?<hashtag>${NAME})`,
    String.raw`\$(?<cashtag>(?=\p{L})${NAME})(?<share>\.${NAME})?`,
    String.raw`[@＠](?<user>${NAME})(?<host>(?:[.@\-]${NAME})*)`,
  ].join("|") + ")",
  "gv",
);
const LETTER = /\p{L}/u;

/** Asked of each text, for most hold none. */
const MAY_HOLD = /[#＃$@＠]|:\/\//;
const NONE: Entities = {
  links: false,
  hashtags: new Set(),
  cashtags: new Set(),
  mentions: new Set(),
};

/**
 * Finds the links, `#tags`, `$tags` and `@users` of a folded text. What stands
 * in a link is part of the link.
 *
 * `@ann.bsky.social` counts as `ann` and as the whole, `$BRK.B` as `brk` and as
 * the whole: only the reader knows whether the rest belongs to it.
 */
export function entitiesOf(folded: string): Entities {
  if (!MAY_HOLD.test(folded)) return NONE;
  let links = false;
  const hashtags = new Set<string>();
  const cashtags = new Set<string>();
  const mentions = new Set<string>();
  const unlinked = folded.replace(
    WEB_LINK,
    (_, scheme: string, rest: string) => {
      links ||= rest !== "";
      return `${scheme} `;
    },
  );
  for (const { groups = {} } of unlinked.matchAll(ENTITY)) {
    const { hashtag, cashtag, share = "", user, host = "" } = groups;
    if (hashtag && LETTER.test(hashtag)) hashtags.add(hashtag);
    if (cashtag) cashtags.add(cashtag).add(cashtag + share);
    if (user) mentions.add(user).add(user + host);
  }
  return { links, hashtags, cashtags, mentions };
}

// Sources of patterns for the `v` flag. Each is linear: no part of them can
// match the same text in two ways.

/** An address of the web, as it stands in running text. */
export const LINK = String
  .raw`(?:[hH][tT]{2}[pP][sS]?:\/\/|[wW]{3}\.)[!#-;=?-~${TOKEN_CHARACTER}]+`;

const HOST = String.raw`[A-Za-z\d\-]+(?:\.[a-z\d\-]+)*\.[a-z]{2,}`;

/**
 * A person's name: `@user`, `@name.bsky.social` or `@user@mastodon.social`.
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

/** A DNS name has 253 characters at most; more before the path is no host. */
const MAX_AUTHORITY = 320;

const AUTHORITY = /^https?:\/\/([^\/?#\\]*)/i;
const UP_TO_LAST_LETTER = /^.*[\p{L}\p{M}\p{Nd}]/su;
const HOST_NAME = /^(?:[a-z\d_\-]+\.)*[a-z\d_\-]+$/;

/**
 * The host of a web link as it stands in running text, in lower case and without
 * `www.`; null if it has none. Punctuation after the host belongs to the sentence, but `…`
 * says that the link was cut off.
 */
export function hostOf(link: string): string | null {
  const authority = AUTHORITY.exec(link)?.[1] ?? "";
  if (authority.length > MAX_AUTHORITY || authority.endsWith("…")) return null;
  const written = UP_TO_LAST_LETTER.exec(authority)?.[0] ?? "";
  const host = URL.parse(`http://${written}`)?.hostname.replace(/^www\./, "");
  return host !== undefined && HOST_NAME.test(host) ? host : null;
}
