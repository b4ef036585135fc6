import { HttpError } from "fresh";
import type { PostsView } from "../../components/post/posts.ts";
import type { TermsView } from "../../components/topic/terms.ts";
import { windowRange } from "../../domain/live/window.ts";
import type { Post } from "../../domain/post/post.ts";
import type { TermKind } from "../../domain/post/term.ts";
import {
  type ListKind,
  ParameterError,
} from "../../domain/request/parameters.ts";
import { readPostsPlace } from "../../domain/request/posts.ts";
import type { PageRange } from "../../domain/request/range.ts";
import type { State } from "../../state.ts";
import type { EndpointContext } from "./methods.ts";

/** Posts in the first response; more come on demand. */
const FIRST_POSTS = 30;

/** What of a topic is known already. */
interface KnownPosts {
  /** Newest first. */
  readonly posts: readonly Post[];
  /** The newest `seq` that is stored. */
  readonly seq: number;
}

/**
 * Reads the posts that a page's address asks for.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export async function readPostsView(
  state: Pick<State, "readPosts">,
  slug: string,
  params: URLSearchParams,
  { posts, seq }: KnownPosts,
  nowMs: number,
): Promise<PostsView> {
  const { choice, ...place } = readPostsPlace(params, nowMs);
  const isPlain = Object.keys({ ...choice, ...place }).length === 0;
  if (!isPlain) {
    const search = { ...choice, ...place, limit: FIRST_POSTS };
    return { ...await state.readPosts(slug, search), seq };
  }
  const first = posts.slice(0, FIRST_POSTS);
  const last = posts.length > FIRST_POSTS ? first.at(-1) : undefined;
  return { posts: first, next: last ? String(last.seq) : null, seq };
}

const FIRST_TERMS = 10;

/** Reads the lists of a page: the words of both moods, and one more. */
export async function readTermsView(
  state: Pick<State, "compareTerms" | "readTerms">,
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
  const kinds: TermKind[] = ["positive", "negative", list];
  const found = await Promise.all(kinds.map(read));
  return Object.fromEntries(kinds.map((kind, i) => [kind, found[i]!]));
}

/**
 * The slug that `?topic=` names.
 *
 * @throws {ParameterError} If it names none.
 * @throws {HttpError} 404 if there is no such topic.
 */
export async function readTopic(
  { state, url }: Pick<EndpointContext, "state" | "url">,
): Promise<string> {
  const slug = url.searchParams.get("topic");
  if (!slug) throw new ParameterError("topic", slug, "the name of a topic");
  await checkTopics(state, [slug]);
  return slug;
}

/**
 * Makes sure that there are such topics.
 *
 * @throws {HttpError} 404 if there is one not.
 */
export async function checkTopics(
  { listTopics }: Pick<State, "listTopics">,
  slugs: readonly string[],
): Promise<void> {
  const known = new Set((await listTopics()).map((topic) => topic.slug));
  const unknown = slugs.find((slug) => !known.has(slug));
  if (unknown === undefined) return;
  const name = JSON.stringify(unknown.slice(0, 100));
  throw new HttpError(404, `There is no topic ${name}`);
}
