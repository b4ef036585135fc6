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

/**
 * Finds the links, `#tags`, `$tags` and `@users` of a folded text. What stands
 * in a link is part of the link.
 *
 * `@ann.bsky.social` counts as `ann` and as the whole, `$BRK.B` as `brk` and as
 * the whole: only the reader knows whether the rest belongs to it.
 */
export function entitiesOf(folded: string): Entities {
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
