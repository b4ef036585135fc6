import { createHash } from "node:crypto";
import type { OutgoingMessage } from "../broker/broker.ts";
import { encodeMessage } from "../broker/message.ts";
import type { PostEvent, Source, SourcePost } from "./sources/source.ts";

/** The slugs of the topics that a post matches. */
export type MatchTopics = (post: SourcePost) => readonly string[];

/**
 * Writes what a source gave as messages: a post once for each topic that it
 * matches. Only the last carries the place after the event, so that whoever
 * goes on from there has all of it.
 */
export function toMessages(
  event: PostEvent,
  source: Pick<Source, "name" | "key">,
  matchTopics: MatchTopics,
): OutgoingMessage[] {
  const drafts = toDrafts(event, source, matchTopics);
  const receivedMs = Date.now();
  const place = event.position === null
    ? null
    : { source: source.key, position: event.position };
  return drafts.map(({ subject, id, content }, i) => {
    const checkpoint = i === drafts.length - 1 ? place : null;
    const data = encodeMessage({ ...content, receivedMs, checkpoint });
    return { subject, id, data };
  });
}

type Message = Parameters<typeof encodeMessage>[0];

/** A message without what all have. */
interface Draft {
  readonly subject: string;
  readonly id: string;
  readonly content: DistributiveOmit<Message, "receivedMs" | "checkpoint">;
}

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K>
  : never;

function toDrafts(
  event: PostEvent,
  { name, key }: Pick<Source, "name" | "key">,
  matchTopics: MatchTopics,
): Draft[] {
  switch (event.kind) {
    case "rejected": {
      const { reason, detail, position } = event;
      const head = event.head.toBase64();
      const id = `rejected:${key}:${position ?? crypto.randomUUID()}`;
      return [{
        subject: `rejected.${name}`,
        id,
        content: { reason, detail, head },
      }];
    }
    case "delete":
      return [{
        subject: `deletes.${name}`,
        id: `delete:${name}:${event.id}`,
        content: { id: event.id },
      }];
    case "delete-author":
      return [{
        subject: `deletes.${name}`,
        id: `delete-author:${name}:${event.idPrefix}`,
        content: { id: event.idPrefix, isPrefix: true },
      }];
    case "edit":
      return [
        toEdit(event.post, name),
        ...toPosts(event.post, name, matchTopics(event.post)),
      ];
    case "post":
      return toPosts(event.post, name, event.topics ?? matchTopics(event.post));
  }
}

function toPosts(
  post: SourcePost,
  name: string,
  slugs: readonly string[],
): Draft[] {
  return slugs.map((slug) => ({
    subject: `posts.${slug}.${name}`,
    id: `${name}:${post.id}:${slug}`,
    content: post,
  }));
}

/** Two edits of a post are two messages, one that is sent twice is one. */
function toEdit(post: SourcePost, name: string): Draft {
  const hash = createHash("sha256").update(JSON.stringify(post));
  const id = `edit:${name}:${post.id}:${hash.digest("base64url")}`;
  return { subject: `edits.${name}`, id, content: post };
}
