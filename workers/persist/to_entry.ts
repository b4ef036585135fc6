import type {
  Entry,
  ScoredPost,
  Scoring,
  SkipEntry,
} from "../../domain/pipeline/log_entry.ts";
import { scorePost } from "../../domain/sentiment/score_post.ts";
import type { Delivery } from "../broker/broker.ts";
import {
  decodeMessage,
  DeleteMessage,
  EditMessage,
  MAX_HEAD,
  MessageSyntaxError,
  PostMessage,
  RejectedMessage,
} from "../broker/message.ts";

/** Topics by slug. */
export type Topics = ReadonlyMap<string, {
  /** The number that rows know it by. */
  readonly id: number;
  /** The words that its query asks for, folded: they carry no sentiment. */
  readonly words: ReadonlySet<string>;
}>;

/** Decodes and scores a message of the log. What is no message becomes a skip. */
export function toEntry(
  delivery: Omit<Delivery, "ack">,
  topics: Topics,
): Entry {
  try {
    return decode(delivery, topics);
  } catch (error) {
    if (!(error instanceof MessageSyntaxError)) throw error;
    return toSkip(delivery, error.message);
  }
}

/** Whether a message is about a topic that is not among `topics`. */
export function isOfUnknownTopic(
  { subject }: Pick<Delivery, "subject">,
  topics: Topics,
): boolean {
  const [kind, slug = ""] = subject.split(".");
  return kind === "posts" && !topics.has(slug);
}

/** What a message becomes that cannot be a post. */
export function toSkip(
  { logSeq, data }: Pick<Delivery, "logSeq" | "data">,
  detail: string,
): SkipEntry {
  return {
    kind: "skip",
    reason: "malformed",
    detail,
    logSeq,
    head: data.slice(0, MAX_HEAD),
    receivedMs: Date.now(),
    checkpoint: null,
  };
}

function decode(
  { logSeq, subject, data }: Omit<Delivery, "ack">,
  topics: Topics,
): Entry {
  const [kind, ...rest] = subject.split(".");
  const source = rest.at(-1) ?? "";
  const base = { logSeq, source, head: data.slice(0, MAX_HEAD) };
  if (kind === "rejected") {
    const message = decodeMessage(RejectedMessage, data);
    const head = Uint8Array.fromBase64(message.head);
    return { ...base, ...message, kind: "skip", head };
  }
  if (kind === "deletes") {
    const { id, isPrefix = false, ...message } = decodeMessage(
      DeleteMessage,
      data,
    );
    return { ...base, ...message, kind: "delete", extId: id, isPrefix };
  }
  if (kind === "edits") {
    const { id, receivedMs, checkpoint, ...post } = decodeMessage(
      EditMessage,
      data,
    );
    const score = scoreByTopic(topics);
    const about = { extId: id, receivedMs, checkpoint, post, score };
    return { ...base, ...about, kind: "edit" };
  }
  const topic = topics.get(rest[0] ?? "");
  if (kind !== "posts" || !topic) {
    throw new MessageSyntaxError(`there is no topic for subject ${subject}`);
  }
  const { id, ...message } = decodeMessage(PostMessage, data);
  return {
    ...base,
    ...message,
    ...scorePost(message, topic.words),
    kind: "post",
    extId: id,
    topicId: topic.id,
  };
}

const NO_WORDS: ReadonlySet<string> = new Set();

function scoreByTopic(
  topics: Topics,
): (topicId: number, post: ScoredPost) => Scoring {
  const words = new Map(
    Array.from(topics.values(), (topic) => [topic.id, topic.words]),
  );
  return (topicId, post) => scorePost(post, words.get(topicId) ?? NO_WORDS);
}
