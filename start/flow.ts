/** What a process knows of the way of posts that the database does not. */
export interface Flow {
  readonly logKind: "embedded" | "JetStream";
  /** Messages of the log that are not stored yet; null if this process cannot know. */
  readonly countWaiting: () => Promise<number | null>;
  /** When something was last committed, in epoch milliseconds; null if it is not known. */
  readonly committedMs: () => number | null;
  /** Posts that X may bill a day; 0: no limit. */
  readonly xPostsPerDay: number;
}
