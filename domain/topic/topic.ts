/** What somebody tracks. */
export interface Topic {
  /** Its name in addresses and subjects: see `slugOf`. */
  readonly slug: string;
  /** In the query language of `query.ts`. */
  readonly query: string;
  /** `#rrggbb`. */
  readonly color: string;
  /** Whether new posts are taken in. */
  readonly active: boolean;
}

/** What of a topic may change while it is tracked. */
export type TopicAbout = Pick<Topic, "query" | "color" | "active">;

/** A topic that is not made yet. */
export type TopicSeed = Pick<Topic, "slug" | "query">;

/** A topic as `GET /api/topics` answers it. */
export interface TopicSummary extends Topic {
  /** Number of posts stored so far. */
  readonly posts: number;
  /** ISO 8601, UTC; null before the first post. */
  readonly lastPostAt: string | null;
}
