import { HttpError } from "fresh";
import type { ListKind } from "../../domain/request/address.ts";
import type { PostsView } from "../../components/post/posts.ts";
import { type TermsView, toTermRow } from "../../components/topic/terms.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import {
  cursorOf,
  formatPostCursor,
  hasFilter,
  type PostFilter,
} from "../../domain/post/search.ts";
import { windowRange } from "../../domain/live/window.ts";
import {
  isOwnKind,
  type OwnKind,
  type TermKind,
} from "../../domain/post/post.ts";
import { ParameterError } from "../../domain/request/parameters.ts";
import type { Post } from "../../domain/schema/posts.ts";
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

/** Which terms a topic's page lists. */
interface ShownTerms {
  readonly range: PageRange;
  readonly list: ListKind;
  readonly filter: PostFilter;
  readonly nowMs: number;
}

/** Reads the term lists of a topic's page: positive and negative words, and the chosen list. */
export async function readTermsView(
  state: Pick<
    State,
    | "compareTerms"
    | "readExtent"
    | "readMatchedTerms"
    | "readTerms"
    | "readTop"
  >,
  slug: string,
  { range, list, filter, nowMs }: ShownTerms,
): Promise<TermsView> {
  const times = await resolveRange(state, [slug], range, nowMs, filter);
  const isFiltered = hasFilter(filter);
  const read = (kind: TermKind) =>
    isFiltered
      ? state.readMatchedTerms(slug, times, filter, kind, FIRST_TERMS)
      : range.kind === "all"
      ? state.readTerms(slug, { from: 0, to: nowMs / 1_000 }, kind, FIRST_TERMS)
      : state.compareTerms(
        slug,
        range.kind === "live" ? windowRange(nowMs) : range,
        kind,
        FIRST_TERMS,
      );
  const readOwn = async (kind: OwnKind) => {
    const search = { kind, filter, limit: FIRST_TERMS };
    const { rows } = await state.readTop(slug, times, search);
    return rows.slice(0, FIRST_TERMS).map(toTermRow);
  };
  const [positive, negative, listed] = await Promise.all([
    read("positive"),
    read("negative"),
    isOwnKind(list) ? readOwn(list) : read(list),
  ]);
  return { positive, negative, [list]: listed };
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
