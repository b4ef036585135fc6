import { type ReadonlySignal, useComputed } from "@preact/signals";
import { readableColor } from "../../domain/format/color.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import type { Outage } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";
import type { WholeRange } from "../../domain/series/whole_range.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import { live } from "../live/live.ts";
import { useOutages } from "../pipeline/pipeline.ts";
import type { Compared } from "./compared.ts";
import { useComparedSeries } from "./comparison.ts";
import { topicDash } from "./topic_dash.ts";

/** What a comparison was rendered from. */
export interface RenderedComparison {
  /** In the order of their lines. */
  readonly topics: readonly Pick<Topic, "slug" | "color">[];
  /** By slug. */
  readonly series: Readonly<Record<string, Series>>;
  readonly snapshots: ReadonlyMap<string, TopicSnapshot>;
  readonly outages: readonly Outage[];
  readonly range: WholeRange;
  /** In epoch milliseconds. */
  readonly renderedAt: number;
}

/** What {@linkcode useComparison} gives to its component. */
export interface LiveComparison {
  readonly topics: ReadonlySignal<readonly Compared[]>;
  /** When nothing could be read. */
  readonly outages: ReadonlySignal<readonly Outage[]>;
}

/** The compared topics as they are now, if the time ends now. */
export function useComparison(rendered: RenderedComparison): LiveComparison {
  const { topics, snapshots, range, renderedAt } = rendered;
  const read = new Map(Object.entries(rendered.series));
  const series = useComparedSeries(
    { series: read, snapshots, renderedAt },
    range,
  );
  const first = useComputed(() => {
    const slug = topics[0]!.slug;
    return series.value.get(slug) ?? read.get(slug)!;
  });
  const outages = useOutages(rendered.outages, first, range.isLive);
  const compared = useComputed(() =>
    topics.map(({ slug, color }, n): Compared => ({
      slug,
      color: readableColor(color),
      dash: topicDash(n),
      series: series.value.get(slug) ?? read.get(slug)!,
      isGone: live.started.value && !live.topics.value.has(slug),
    }))
  );
  return { topics: compared, outages };
}
