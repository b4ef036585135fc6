import type { Query } from "../query/query.ts";
import type { Session } from "./session.ts";
import type { QueryTrial } from "./try_query.ts";
import type { TopicAbout, TopicSeed, TopicSummary } from "./topic.ts";

/** A topic to be made; without a color it gets the next one. */
export interface NewTopic extends TopicSeed {
  readonly color?: string;
}

/** What of a topic is to become different. */
export type TopicChange = Partial<TopicAbout>;

/** Whether somebody may change topics. */
export type Admission =
  | { readonly kind: "admitted" }
  /** Nobody may: there is no token. */
  | { readonly kind: "read-only" }
  | { readonly kind: "refused" }
  /** Too many wrong tokens came from there; worth trying again after so many seconds. */
  | { readonly kind: "blocked"; readonly retryAfter: number };

/** What the holder of the token may do. What cannot be done is an error with a status for HTTP. */
export interface TopicAdmin {
  /**
   * Judges who asks.
   *
   * @param token As it was sent; null if none was.
   * @param address Where it came from.
   */
  admit(token: string | null, address: string): Admission;
  /** Begins a session of somebody who was admitted. */
  beginSession(): Session;
  /** Whether a value is that of a session that goes on. */
  hasSession(value: string): boolean;
  add(topic: NewTopic): Promise<TopicSummary>;
  change(slug: string, change: TopicChange): Promise<TopicSummary>;
  /** Archives a topic, or deletes it with its posts; tells how many there are. */
  remove(
    slug: string,
    options: { purge: boolean },
  ): Promise<{ posts: number }>;
  /** Tries a query on the newest stored posts. */
  test(query: Query): Promise<QueryTrial>;
}
