import type { InferOutput } from "valibot";
import {
  type Entry,
  type PostEntry,
  type ScoredPost,
  scorePost,
  type Scoring,
  type SkipEntry,
  UNKNOWN_TOPIC,
} from "../../domain/pipeline/log_entry.ts";
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
export type Topics = ReadonlyMap<
  string,
  TopicWords & {
    /** The number that rows know it by. */
    readonly id: number;
  }
>;

/** What a topic's posts are scored by. */
interface TopicWords {
  /** Folded words that carry no sentiment. */
  readonly words: ReadonlySet<string>;
  /** Those of its query; the others were taken out of the topic. */
  readonly own: ReadonlySet<string>;
}

/** Decodes and scores a message. An invalid one becomes a skip; the checkpoint of a stray is void. */
export function toEntry(
  delivery: Omit<Delivery, "ack">,
  topics: Topics,
): Entry {
  try {
    const entry = decode(delivery, topics);
    return delivery.isStray ? { ...entry, checkpoint: null } : entry;
  } catch (error) {
    if (!(error instanceof MessageSyntaxError)) throw error;
    return toSkip(delivery, error.message);
  }
}

/** Whether a message is a post of a topic that is not among `topics`. */
export function isOfUnknownTopic(
  { subject }: Pick<Delivery, "subject">,
  topics: Topics,
): boolean {
  const { kind, topic } = parseSubject(subject);
  return kind === "posts" && !topics.has(topic);
}

/** Subjects that are kept parsed; there is one for each topic and source. */
const MAX_SUBJECTS = 10_000;

const subjects = new Map<string, ReturnType<typeof splitSubject>>();

/** {@linkcode splitSubject}, once for each subject. */
function parseSubject(subject: string) {
  let parsed = subjects.get(subject);
  if (!parsed) {
    if (subjects.size >= MAX_SUBJECTS) subjects.clear();
    parsed = splitSubject(subject);
    subjects.set(subject, parsed);
  }
  return parsed;
}

/** Reads `posts.<topic>.<source>` or `<kind>.<source>`; of anything else, `kind` is empty. */
function splitSubject(subject: string) {
  const [kind = "", ...names] = subject.split(".");
  const isPost = kind === "posts";
  const [topic, source] = isPost ? names : [null, ...names];
  const isWhole = names.length === (isPost ? 2 : 1);
  return {
    kind: isWhole ? kind : "",
    topic: topic ?? "",
    source: source ?? "",
  };
}

/** The entry of a message that cannot be stored as it is. */
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
  const { kind, topic: slug, source } = parseSubject(subject);
  const base = { logSeq, source, head: data.subarray(0, MAX_HEAD) };
  const rescore = (topicId: number, post: ScoredPost) => {
    const { words, own } = wordsOf(topicId, topics);
    return scorePost(post, words, own);
  };
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
    const about = { extId: id, receivedMs, checkpoint, post, rescore };
    return { ...base, ...about, kind: "edit" };
  }
  if (kind !== "posts") {
    throw new MessageSyntaxError(`no message has the subject ${subject}`);
  }
  const topic = topics.get(slug);
  if (!topic) {
    return toSkip({ logSeq, data }, `${UNKNOWN_TOPIC}${slug}.${source}`);
  }
  const message = decodeMessage(PostMessage, data);
  const scoring = scorePost(message, topic.words, topic.own);
  return toPost(base, { message, scoring, topicId: topic.id, rescore });
}

/** What {@linkcode toPost} puts together. */
interface PostParts extends Pick<PostEntry, "topicId" | "rescore"> {
  readonly message: InferOutput<typeof PostMessage>;
  readonly scoring: Scoring;
}

/** Names each field: spreading these objects takes as long as decoding them. */
function toPost(
  { logSeq, source, head }: Pick<PostEntry, "logSeq" | "source" | "head">,
  { message, scoring, topicId, rescore }: PostParts,
): PostEntry {
  const { id, receivedMs, checkpoint, createdMs, text, ...rest } = message;
  const { lang, author, url, ...optional } = rest;
  const { score, positive, negative, terms, scorer } = scoring;
  const entry: PostEntry = {
    kind: "post",
    logSeq,
    source,
    head,
    receivedMs,
    checkpoint,
    topicId,
    extId: id,
    author,
    lang,
    createdMs,
    text,
    url,
    score,
    positive,
    negative,
    pNegative: scoring.pNegative,
    pPositive: scoring.pPositive,
    decision: scoring.decision,
    scorer,
    terms,
    rescore,
  };
  return Object.assign(entry, optional);
}

const NO_WORDS: TopicWords = { words: new Set(), own: new Set() };

function wordsOf(topicId: number, topics: Topics): TopicWords {
  return topics.values().find(({ id }) => id === topicId) ?? NO_WORDS;
}
