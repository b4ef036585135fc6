import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import {
  EmbedSeries,
  type EmbedSeriesProps,
} from "../components/embed/EmbedSeries.tsx";
import {
  EmbedWords,
  type EmbedWordsProps,
} from "../components/embed/EmbedWords.tsx";
import { followZone } from "../components/topic/follow_zone.ts";

/** Props of {@linkcode LiveEmbed}. */
export type LiveEmbedProps =
  | EmbedSeriesProps
  | {
    readonly chart: "words";
  } & EmbedWordsProps;

/** A topic's chart that stands in another page. */
export function LiveEmbed(props: LiveEmbedProps): VNode {
  useEffect(() => {
    followZone(location.search);
  }, []);
  return props.chart === "words"
    ? <EmbedWords {...props} />
    : <EmbedSeries {...props} />;
}
