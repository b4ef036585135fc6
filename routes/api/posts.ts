import { parseFilter } from "../../domain/request/parse_filter.ts";
import { define } from "../../state.ts";
import { getOnly } from "../(_shared)/get_only.ts";
import { readTopic } from "../(_shared)/read_topic.ts";

export const handler = define.handlers(getOnly(async (ctx) => {
  const { limit, ...filter } = parseFilter(ctx.url.searchParams);
  const slug = await readTopic(ctx);
  const found = await ctx.state.readPosts(slug, {
    ...filter,
    limit: limit + 1,
  });
  const posts = found.slice(0, limit);
  const hasMore = found.length > limit;
  return Response.json({
    posts,
    next: hasMore ? String(posts.at(-1)!.seq) : null,
  });
}));
