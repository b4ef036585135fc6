/** A topic, as far as reading posts needs it. */
export interface TrackedTopic {
  readonly slug: string;
  readonly query: string;
  /** Whether new posts are collected. */
  readonly active: boolean;
  /** The number that rows know it by. */
  readonly id?: number;
  /** It is to be filled from posts that were stored up to this `seq`; null if it is not. */
  readonly fillSeq?: number | null;
}

/** The topics as they are now, with a notification of each change. */
export interface TopicWatch {
  /** Active and paused ones; a new array after each change. */
  readonly current: readonly TrackedTopic[];
  /** Calls back after each change; call the returned function to unsubscribe. */
  onChange(callback: () => void): () => void;
}
