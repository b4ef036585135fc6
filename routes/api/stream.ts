import { getOnly } from "../(_shared)/methods.ts";
import { requireTopics } from "../(_shared)/views.ts";
import { isSlug } from "../../domain/text/slug.ts";
import { define } from "../../state.ts";

const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

export const handler = define.handlers(
  getOnly(async ({ req, state, url: { searchParams } }) => {
    const list = searchParams.get("topic")?.split(",") ?? [];
    const slugs = [...new Set(list.filter(Boolean))];
    const cursor = req.headers.get("last-event-id") ||
      searchParams.get("cursor") || null;
    // The stream itself says to a returning client that a topic was removed.
    const isReturning = cursor !== null && slugs.every(isSlug);
    if (!isReturning) requireTopics(await state.listTopics(), slugs);
    const events = state.watch(slugs.length > 0 ? slugs : undefined, cursor);
    return new Response(events, { headers: HEADERS });
  }),
);
