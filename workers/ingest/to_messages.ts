import type { OutgoingMessage } from "../broker/broker.ts";
import { encodeMessage } from "../broker/message.ts";
import type { Source, SourceEvent, SourcePost } from "./source.ts";

/** The slugs of the topics that a post matches. */
export type MatchTopics = (post: SourcePost) => readonly string[];

/**
 * Writes what a source gave as messages: a post once for each topic that it
 * matches. Only the last carries the place after the event, so that whoever
 * goes on from there has all of it.
 */
export function toMessages(
  event: SourceEvent,
  source: Pick<Source, "name" | "key">,
  matchTopics: MatchTopics,
): OutgoingMessage[] {
  const { name, key } = source;
  const checkpoint = event.position === null
    ? null
    : { source: key, position: event.position };
  const base = { receivedMs: Date.now(), checkpoint };
  switch (event.kind) {
    case "rejected": {
      const { reason, detail, position } = event;
      const head = event.head.toBase64();
      return [{
        subject: `rejected.${name}`,
        id: `rejected:${key}:${position ?? crypto.randomUUID()}`,
        data: encodeMessage({ ...base, reason, detail, head }),
      }];
    }
    case "delete":
      return [{
        subject: `deletes.${name}`,
        id: `delete:${name}:${event.id}`,
        data: encodeMessage({ ...base, id: event.id }),
      }];
    case "post": {
      const { post } = event;
      const slugs = matchTopics(post);
      return slugs.map((slug, i) => ({
        subject: `posts.${slug}.${name}`,
        id: `${name}:${post.id}:${slug}`,
        data: encodeMessage({
          ...post,
          ...base,
          checkpoint: i === slugs.length - 1 ? checkpoint : null,
        }),
      }));
    }
  }
}
