/** How a post reads: the sign of its score. */
export type Sentiment = "positive" | "neutral" | "negative";

/** A word that carries sentiment: from and to in UTF-16 units of the text, and its score. */
export type Mark = readonly [from: number, to: number, score: number];

/** A stored post as the API answers it. */
export interface Post {
  /** The order in which it became visible; also the cursor of the live stream. */
  readonly seq: number;
  /** The source's own id, always a string. */
  readonly id: string;
  /** `file`, `demo`, `x`, `bluesky` or `mastodon`. */
  readonly source: string;
  /** Slug of the topic that it matched. */
  readonly topic: string;
  readonly author: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly text: string;
  /** BCP 47; `und` if unknown. */
  readonly lang: string;
  /** Sum of the scores of its words. */
  readonly score: number;
  readonly sentiment: Sentiment;
  /** Where the original stands; always http or https. */
  readonly url: string | null;
  /** The words behind the score, in the order of the text. */
  readonly marks: readonly Mark[];
}

/** The sign of a score, in words. */
export function sentimentOf(score: number): Sentiment {
  return score > 0 ? "positive" : score < 0 ? "negative" : "neutral";
}

/** What a source tells of a post's text beyond its letters. Names are without their sign, in any case. */
export interface PostEntities {
  /** Absolute addresses, http or https. */
  readonly links?: readonly string[];
  readonly hashtags?: readonly string[];
  readonly mentions?: readonly string[];
  readonly cashtags?: readonly string[];
}
