import { HttpError } from "fresh";
import type { ListKind } from "../../domain/request/address.ts";
import type { PostsView } from "../../components/post/posts.ts";
import {
  type TermRow,
  type TermsView,
  toTermRow,
} from "../../components/topic/terms.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import { cursorOf, formatPostCursor } from "../../domain/post/search.ts";
import { windowRange } from "../../domain/live/window.ts";
import {
  isOwnKind,
  type OwnKind,
  type TermKind,
} from "../../domain/post/post.ts";
import { ParameterError } from "../../domain/request/parameters.ts";
import type { Post } from "../../domain/schema/stored.ts";
import { readPostsPlace } from "../../domain/request/posts.ts";
import type { PageRange } from "../../domain/request/range.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import type { State } from "../../state.ts";
import type { EndpointContext } from "./methods.ts";
import { resolveRange } from "./range.ts";

/** Posts in the first response. */
const FIRST_POSTS = 30;

/** Posts of a snapshot. */
interface SnapshotPosts {
  /** Newest first. */
  readonly posts: readonly Post[];
  /** The newest stored `seq`. */
  readonly seq: number;
}

/**
 * Reads the posts of a topic's page: from the snapshot unless they are filtered.
 *
 * @throws {ParameterError} If a parameter is invalid.
 */
export async function readPostsView(
  state: Pick<State, "readPosts">,
  slug: string,
  params: URLSearchParams,
  { posts, seq }: SnapshotPosts,
  nowMs: number,
): Promise<PostsView> {
  const { choice: filter, ...place } = readPostsPlace(params, nowMs);
  const search = { ...filter, ...place };
  if (Object.keys(search).length > 0) {
    const found = await state.readPosts(slug, {
      ...search,
      limit: FIRST_POSTS,
    });
    return { ...found, seq };
  }
  const first = posts.slice(0, FIRST_POSTS);
  const last = posts.length > FIRST_POSTS ? first.at(-1) : undefined;
  return {
    posts: first,
    next: last ? formatPostCursor(cursorOf(last)) : null,
    seq,
  };
}

const FIRST_TERMS = 10;

/** Reads the term lists of a topic's page: positive and negative words, and the chosen list. */
export async function readTermsView(
  state: Pick<State, "compareTerms" | "readExtent" | "readTerms" | "readTop">,
  slug: string,
  { range, list, nowMs }: { range: PageRange; list: ListKind; nowMs: number },
): Promise<TermsView> {
  const read = (kind: TermKind) =>
    range.kind === "all"
      ? state.readTerms(slug, { from: 0, to: nowMs / 1_000 }, kind, FIRST_TERMS)
      : state.compareTerms(
        slug,
        range.kind === "live" ? windowRange(nowMs) : range,
        kind,
        FIRST_TERMS,
      );
  const kinds: TermKind[] = ["positive", "negative"];
  const [found, listed] = await Promise.all([
    Promise.all(kinds.map(read)),
    isOwnKind(list) ? readOwn(state, slug, list, range, nowMs) : read(list),
  ]);
  const words = kinds.map((kind, i) => [kind, found[i]!]);
  return { ...Object.fromEntries(words), [list]: listed };
}

/** Reads the first entries of a list that is counted post by post. */
async function readOwn(
  state: Pick<State, "readExtent" | "readTop">,
  slug: string,
  kind: OwnKind,
  asked: PageRange,
  nowMs: number,
): Promise<TermRow[]> {
  const range = await resolveRange(state, [slug], asked, nowMs);
  const search = { kind, filter: {}, limit: FIRST_TERMS };
  const { rows } = await state.readTop(slug, range, search);
  return rows.slice(0, FIRST_TERMS).map(toTermRow);
}

/**
 * The topic that `?topic=` names; whatever reads it fails with 404 if it is unknown.
 *
 * @throws {ParameterError} If it is missing.
 */
export function readTopic({ url }: Pick<EndpointContext, "url">): string {
  const slug = url.searchParams.get("topic");
  if (!slug) throw new ParameterError("topic", slug, "the name of a topic");
  return slug;
}

/** @throws {HttpError} 404 if one of the slugs is not among the topics. */
export function requireTopics(
  topics: readonly Pick<Topic, "slug">[],
  slugs: readonly string[],
): void {
  const known = new Set(topics.map(({ slug }) => slug));
  const unknown = slugs.find((slug) => !known.has(slug));
  if (unknown !== undefined) throw unknownTopic(unknown);
}

/** The error for a slug that no topic has. */
export function unknownTopic(slug: string): HttpError {
  const name = JSON.stringify(slug.slice(0, 100));
  return new HttpError(404, `Unknown topic ${name}`);
}

/** Snapshots for a page that shows no posts. */
export function withoutPosts(
  snapshots: Readonly<Record<string, TopicSnapshot>>,
): Record<string, TopicSnapshot> {
  return Object.fromEntries(
    Object.entries(snapshots)
      .map(([slug, snapshot]) => [slug, { ...snapshot, posts: [] }]),
  );
}

/** Posts per minute of each topic, by slug. */
export function ratesOf(
  snapshots: Readonly<Record<string, TopicSnapshot>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(snapshots).map(([slug, { rate }]) => [slug, rate]),
  );
}
