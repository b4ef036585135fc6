import { HttpError } from "fresh";
import { parseInteger } from "../../domain/request/parameters.ts";
import type { State } from "../../state.ts";

type WeighedPost = NonNullable<Awaited<ReturnType<State["readWeights"]>>>;

/** The part of a request's context that is read. */
interface WeightsContext {
  readonly url: URL;
  readonly state: Pick<State, "readPosts" | "readWeights">;
}

/**
 * Reads the post that `seq` names, or the newest, with its words.
 *
 * @throws {ParameterError} If `seq` is not a number.
 * @throws {HttpError} 404 if the topic has no such post.
 */
export async function readPostWeights(
  { url: { searchParams }, state }: WeightsContext,
  slug: string,
): Promise<WeighedPost> {
  const seq = parseInteger(searchParams, "seq", { min: 0 }) ??
    (await state.readPosts(slug, { limit: 1 })).posts[0]?.seq;
  const weights = seq === undefined ? null : await state.readWeights(slug, seq);
  if (weights) return weights;
  const which = seq === undefined ? "posts" : `post ${seq}`;
  throw new HttpError(404, `No ${which} in topic ${JSON.stringify(slug)}`);
}
