import type { VNode } from "preact";
import { live } from "../components/live/live.ts";
import { Rate } from "../components/topic/Rate.tsx";

/** Props of {@linkcode LiveRate}. */
export interface LiveRateProps {
  slug: string;
  /** Posts a minute when the page was rendered. */
  rate: number;
}

/** A topic's rate, such as in its tab. */
export function LiveRate({ slug, rate }: LiveRateProps): VNode {
  return <Rate rate={live.topics.value.get(slug)?.rate ?? rate} />;
}
