import type { Topic } from "../../domain/topic/topic.ts";

/** The topics as they are now, and word of each change. */
export interface TopicWatch {
  /** Active and paused ones; a new array after each change. */
  readonly current: readonly Topic[];
  /** Calls back after each change; call the answer to hear no more. */
  onChange(callback: () => void): () => void;
}
