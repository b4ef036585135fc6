import { useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { choiceIn, withParams } from "../domain/request/address.ts";
import { useAddress } from "../components/address/address.ts";
import { Choices } from "../components/elements/Choices.tsx";
import { useLive } from "../components/live/hooks.ts";
import { live } from "../components/live/store.ts";
import { currentTopics } from "../components/live/topics.ts";
import {
  TopicCard,
  type TopicPast,
} from "../components/overview/TopicCard.tsx";
import { useMinutes, useSteadyOrder } from "../components/overview/hooks.ts";
import { pageTitle } from "../components/page/PageState.tsx";
import type { MinuteCounts } from "../domain/live/minutes.ts";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import {
  sortTopics,
  TOPIC_ORDERS,
  type TopicOrder,
  type TopicSummary,
} from "../domain/topic/topic.ts";

const ORDERS: Readonly<Record<TopicOrder, string>> = {
  made: "created",
  rate: "busiest",
};

/** Props of {@linkcode LiveTopics}. */
export interface LiveTopicsProps {
  topics: readonly TopicSummary[];
  /** Position in the stream of events that the page was rendered at. */
  cursor: string;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** By slug, without posts. */
  snapshots: Readonly<Record<string, TopicSnapshot>>;
  /** The last two hours, by slug. */
  minutes: Readonly<Record<string, MinuteCounts>>;
  /** All of those that are history, by slug. @default none */
  pasts?: Readonly<Record<string, TopicPast>>;
  /** Path and query as requested from the server. */
  address: string;
}

/** All current topics side by side. */
export function LiveTopics(props: LiveTopicsProps): VNode {
  const { topics, cursor, renderedAt, snapshots } = props;
  const rendered = new Map(Object.entries(snapshots));
  useLive(cursor, rendered);
  const minutes = useMinutes(new Map(Object.entries(props.minutes)));
  const address = useAddress(props.address);
  const order = choiceIn(address.value, "sort", TOPIC_ORDERS);
  const list = useRef<HTMLUListElement>(null);
  const isLive = live.started.value;
  const known = isLive ? live.topics.value : rendered;
  const sorted = sortTopics(
    isLive ? currentTopics(known, topics) : topics,
    order,
    (slug) => known.get(slug)?.rate ?? 0,
  );
  const shown = useSteadyOrder(
    sorted,
    order,
    live.now.value || renderedAt,
    list,
  );
  useSignalEffect(() => {
    if (!live.started.value) return;
    const now = Array.from(live.topics.value.values());
    const rate = now.reduce((sum, topic) => sum + topic.rate, 0);
    document.title = pageTitle("All topics", live.current.value ? rate : null);
  });

  const isMany = shown.length > 1;
  return (
    <form action="/compare">
      <div class="heading">
        <h1>All topics</h1>
        {isMany && (
          <div class="tools">
            <Choices
              label="Sort"
              chosen={order}
              labels={ORDERS}
              addressOf={(sort) =>
                withParams(address.value, {
                  sort: sort === "made" ? null : sort,
                })}
            />
            <button type="submit">Compare selected</button>
          </div>
        )}
      </div>
      {shown.length === 0 && (
        <p class="quiet" role="status">
          No topics yet: <a href="/topics">add one</a>.
        </p>
      )}
      <ul class="cards" ref={list}>
        {shown.map((topic) => (
          <TopicCard
            key={topic.slug}
            topic={topic}
            snapshot={known.get(topic.slug) ?? null}
            minutes={minutes.value.get(topic.slug) ?? null}
            past={props.pasts?.[topic.slug] ?? null}
            renderedAt={renderedAt}
            isComparable={isMany}
          />
        ))}
      </ul>
    </form>
  );
}
