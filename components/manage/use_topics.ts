import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { usePolled } from "../live/hooks.ts";
import type { LiveWords } from "../live/status.ts";
import type { ManageProps } from "./manage_props.ts";

/** What {@linkcode useTopics} gives to its component. */
export interface FollowedTopics {
  readonly topics: ReadonlySignal<readonly TopicSummary[]>;
  /** By the server's clock, in epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  /** How new they are, in words. */
  readonly words: ReadonlySignal<LiveWords>;
  readonly hasScript: ReadonlySignal<boolean>;
}

/** Keeps the list of topics up to date while the page is looked at. */
export function useTopics(
  { topics: rendered, renderedAt }: Pick<ManageProps, "topics" | "renderedAt">,
): FollowedTopics {
  const { answer: topics, startedAt, clientNow, words } = usePolled(
    "/api/topics",
    rendered,
    renderedAt,
  );
  const now = useComputed(() =>
    renderedAt + (clientNow.value - startedAt.value)
  );
  const hasScript = useComputed(() => startedAt.value > 0);
  return { topics, now, words, hasScript };
}
