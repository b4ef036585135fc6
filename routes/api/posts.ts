import { getOnly } from "../(_shared)/methods.ts";
import { readTopic } from "../(_shared)/views.ts";
import { parseFilter } from "../../domain/request/posts.ts";
import { define } from "../../state.ts";

/**
 * Posts, newest first; `next` is the `before` of the next page. One request
 * searches a bounded number of posts, so a page may hold few or none and still
 * have a `next`.
 */
export const handler = define.handlers(getOnly(async (ctx) => {
  const search = parseFilter(ctx.url.searchParams);
  const slug = readTopic(ctx);
  return Response.json(await ctx.state.readPosts(slug, search));
}));
