import type { PostsView } from "../../components/post/posts_view.ts";
import type { Post } from "../../domain/post/post.ts";
import { readPostsPlace } from "../../domain/request/read_posts_place.ts";
import type { State } from "../../state.ts";

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
