import type { TopKind } from "../post/post.ts";
import { authorKey, itemsOf, type ListedPost } from "../top/items.ts";

/** What networks are of: hashtags or hosts that stand in one post, or whom authors mention. */
export const NETWORK_KINDS = ["hashtag", "mention", "domain"] as const;
export type NetworkKind = typeof NETWORK_KINDS[number];

/** What a post links with each other. */
export interface Links {
  /** Who mentions the others; without, each is linked with each. */
  readonly from: Name | null;
  readonly names: readonly Name[];
}

/** Something that is a node. */
interface Name {
  readonly key: string;
  readonly name: string;
  readonly source: string;
}

/** What one post links at most: of twelve, each with each makes 66 links. */
const MAX_NAMES = 12;

const TERMS = {
  hashtag: "hashtag",
  mention: "mention",
  domain: "link",
} as const satisfies Record<NetworkKind, TopKind>;

/** What posts link with each other. @param own Words of the topic's query. */
export function linksOf(
  kind: NetworkKind,
  own: ReadonlySet<string>,
): (post: ListedPost) => Links {
  const namesOf = itemsOf(TERMS[kind], own);
  return (post) => {
    const { source, author } = post;
    const isPeople = kind === "mention";
    const from = isPeople ? authorKey(post) : null;
    const names = namesOf(post).map(({ value }) => ({
      key: isPeople ? authorKey({ source, author: value })! : value,
      name: value,
      source,
    })).filter(({ key }) => key !== from).slice(0, MAX_NAMES);
    if (!isPeople) return { from: null, names };
    return from === null
      ? { from, names: [] }
      : { from: { key: from, name: author!, source }, names };
  };
}
