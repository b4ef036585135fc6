import type {
  PostContext,
  PostEntities,
  PostKind,
  PostVersion,
  Sentiment,
  Term,
} from "../post/post.ts";
import { SCORER_VERSION } from "../sentiment/model.ts";
import { readText } from "../sentiment/reading.ts";
import { type Probabilities, scoreText } from "../sentiment/score.ts";
import { extractTerms } from "../sentiment/terms.ts";

/**
 * Scores a post for a topic.
 *
 * @param ignore Folded words that carry no sentiment: the topic's own, and those
 * that were taken out of it.
 * @param own Its own alone: what was taken out stays counted, and lists hide it,
 * so that they are right when it is put back.
 */
export function scorePost(
  post: ScoredPost,
  ignore: ReadonlySet<string>,
  own: ReadonlySet<string> = ignore,
): Scoring {
  const scored = scoreText(post.text, { ignore, lang: post.lang });
  const counted = own.size === ignore.size ? scored : readText(post.text, own);
  const { score, pNegative, pPositive, decision } = scored;
  return {
    score,
    positive: scored.positive.length,
    negative: scored.negative.length,
    pNegative,
    pPositive,
    decision,
    scorer: SCORER_VERSION,
    terms: extractTerms(post, counted),
  };
}

/** Why a message ended without a row in `posts`; `delete` and `edit` were applied. */
export type SkipReason =
  | "malformed"
  | "oversize"
  | "duplicate"
  | "delete"
  | "edit";

/**
 * How the `detail` of a skipped post begins whose topic the database did not
 * know. It has no final row: stored again once the topic is known, it becomes a post.
 */
export const UNKNOWN_TOPIC =
  "Cannot decode message: no topic for subject posts.";

/** Where a source resumes after a message. */
export interface Checkpoint {
  /** The source's key. */
  readonly source: string;
  readonly position: string;
}

interface EntryBase {
  /** The message's number in the log. */
  readonly logSeq: number;
  readonly receivedMs: number;
  /** The first bytes of the payload, at most 512; kept if the message becomes a `skipped` row. */
  readonly head: Uint8Array;
  readonly checkpoint: Checkpoint | null;
}

/** The score and terms of a text for one topic. */
export interface Scoring extends Probabilities {
  /** Sum of its words' scores. */
  readonly score: number;
  /** Number of positive words. */
  readonly positive: number;
  /** Number of negative words. */
  readonly negative: number;
  readonly decision: Sentiment;
  /** The version of the scorer. */
  readonly scorer: number;
  readonly terms: readonly Term[];
}

/** Scores a text for a topic; see {@linkcode scorePost}. */
type Scorer = (topicId: number, post: ScoredPost) => Scoring;

/** A post to be stored. */
export interface PostEntry extends EntryBase, Scoring {
  readonly kind: "post";
  readonly topicId: number;
  readonly source: string;
  readonly extId: string;
  readonly author: string | null;
  readonly lang: string;
  readonly createdMs: number;
  readonly text: string;
  readonly url: string | null;
  /** Entities given by the source; kept so that an edit can subtract its terms. */
  readonly entities?: PostEntities;
  /** @default {"post"} */
  readonly postKind?: PostKind;
  readonly context?: PostContext;
  /** The edit that it is, if edits have ids of their own. */
  readonly version?: PostVersion;
  /** Whether it is kept until it is removed, whatever its age. @default {false} */
  readonly isImported?: boolean;
  /** For the edit of it that was stored before. */
  readonly rescore: Scorer;
}

/** An author deleted a post: it goes from all topics. */
export interface DeleteEntry extends EntryBase {
  readonly kind: "delete";
  readonly source: string;
  readonly extId: string;
  /** Whether `extId` is a prefix of the ids of all posts to delete. */
  readonly isPrefix: boolean;
}

/** The part of a post that is scored. */
export type ScoredPost = Pick<PostEntry, "text" | "lang"> & {
  readonly entities?: PostEntities;
};

/** An author edited a post: it changes in every topic that holds it. */
export interface EditEntry extends EntryBase {
  readonly kind: "edit";
  readonly source: string;
  readonly extId: string;
  readonly post:
    & ScoredPost
    & Pick<PostEntry, "url" | "postKind" | "context" | "version">;
  readonly rescore: Scorer;
}

/** A message that is not a post. */
export interface SkipEntry extends EntryBase {
  readonly kind: "skip";
  readonly reason: SkipReason;
  readonly detail: string;
  /** Key of the source that sent it. */
  readonly origin?: string;
  /** Where it stands in a file. */
  readonly place?: string;
}

/** A message of the log, parsed and scored. */
export type Entry = PostEntry | DeleteEntry | EditEntry | SkipEntry;
