import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { failedStatus } from "../live/failed_status.ts";
import type { LiveStatus } from "../live/live_stream.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";
import { type LiveWords, liveWords } from "../topic/live_words.ts";
import type { ManageProps } from "./manage_props.ts";

/** After so long without an answer, a question counts as failed. */
const PATIENCE_MS = 10_000;

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
  rendered: Pick<ManageProps, "topics" | "renderedAt">,
): FollowedTopics {
  const topics = useSignal(rendered.topics);
  const status = useSignal<LiveStatus>({ kind: "still" });
  /** By the browser's clock, in milliseconds. */
  const startedAt = useSignal(0);
  const heardAt = useSignal(0);
  const clientNow = useSignal(0);

  useEffect(() => {
    const stop = new AbortController();
    startedAt.value = heardAt.value = clientNow.value = Date.now();
    pollWhileVisible(
      async (signal) => {
        topics.value = await askTopics(signal);
        heardAt.value = clientNow.value = Date.now();
        status.value = { kind: "live" };
      },
      document,
      stop.signal,
      {
        onFail(_error, retryMs) {
          status.value = failedStatus(retryMs);
        },
      },
    );
    const timer = setInterval(() => clientNow.value = Date.now(), 1_000);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);

  const { renderedAt } = rendered;
  const now = useComputed(() =>
    renderedAt + (clientNow.value - startedAt.value)
  );
  const words = useComputed(() =>
    liveWords(status.value, {
      now: clientNow.value,
      heardAt: heardAt.value,
      renderedAt,
      paused: false,
    })
  );
  const hasScript = useComputed(() => startedAt.value > 0);
  return { topics, now, words, hasScript };
}

async function askTopics(signal: AbortSignal): Promise<TopicSummary[]> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const response = await fetch("/api/topics", { signal: either });
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  return await response.json();
}
