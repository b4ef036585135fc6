import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { followZone } from "../components/address/address.ts";
import {
  EmbedSeries,
  type EmbedSeriesProps,
  EmbedWords,
  type EmbedWordsProps,
} from "../components/embed/Embed.tsx";

/** Props of {@linkcode LiveEmbed}. */
export type LiveEmbedProps =
  | EmbedSeriesProps
  | {
    readonly chart: "words";
  } & EmbedWordsProps;

/** A topic's chart, embedded in another page. */
export function LiveEmbed(props: LiveEmbedProps): VNode {
  useEffect(() => {
    followZone(location.search);
  }, []);
  return props.chart === "words"
    ? <EmbedWords {...props} />
    : <EmbedSeries {...props} />;
}
