/** What can be saved of a chart; loaded when the menu is opened. @module */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { PostFilter } from "../../domain/post/search.ts";
import {
  frozenAddress,
  provenanceAddress,
  seriesAddress,
} from "../../domain/request/frozen.ts";
import { filterIn } from "../../domain/request/posts.ts";
import { zone, zoneId } from "../address/address.ts";
import { describeFilter } from "../elements/filter_labels.ts";
import { sourceNames } from "../elements/labels.ts";
import { useScript } from "../elements/later.tsx";
import { live } from "../live/store.ts";
import { type ChartData, seriesSpan } from "./data.ts";

/** What the charts of a page show, for what is saved of them. */
export interface ChartSubject {
  /** Path and query of the page. */
  readonly address: ReadonlySignal<string>;
  /** When the server rendered the page, in epoch milliseconds. */
  readonly renderedAt: number;
  /** The topics that are shown now, and how many posts of each. */
  readonly topics: () => readonly {
    readonly slug: string;
    readonly query: string;
    readonly posts: number;
  }[];
  /** Whether the address may have a filter. @default {false} */
  readonly isFilterable?: boolean;
}

/** Props of {@linkcode SaveMenu}. */
export interface SaveMenuProps {
  /** Such as `posts`. */
  id: string;
  title: string;
  data: ReadonlySignal<ChartData>;
  subject: ChartSubject;
  /** The running sources. */
  source: string;
}

/** Pictures of a chart, its numbers, and a link that keeps showing it. */
export function SaveMenu(props: SaveMenuProps): VNode {
  const { id, data, subject } = props;
  const hasScript = useScript();
  const said = useSignal("");
  const topics = subject.topics();
  const { axis } = data.value;
  const shown = {
    ...seriesSpan(axis),
    ...{ step: axis.step, per: axis.per },
    address: subject.address.value,
    zone: zoneId(zone.value),
    nowMs: live.now.value || subject.renderedAt,
    filter: filterOf(subject),
  };
  const frozen = frozenAddress(shown);
  const bySource = id === "sources";
  async function copy(): Promise<void> {
    try {
      // On plain http there is no clipboard.
      await navigator.clipboard.writeText(location.origin + frozen);
      said.value = "Link copied";
    } catch {
      said.value = "Copy the address of “Link” instead";
    }
  }
  return (
    <>
      {(["png", "svg"] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          disabled={!hasScript.value}
          onClick={({ currentTarget }) =>
            void savePicture(kind, currentTarget, props, frozen)}
        >
          {kind.toUpperCase()}
        </button>
      ))}
      {topics.map(({ slug }) => (
        <a key={slug} href={seriesAddress(slug, shown, { bySource })} download>
          {topics.length > 1 ? `CSV: ${slug}` : "CSV"}
        </a>
      ))}
      <a href={frozen}>Link to this time</a>
      <button
        type="button"
        disabled={!hasScript.value}
        onClick={() => void copy()}
      >
        Copy link
      </button>
      {topics.map(({ slug }) => (
        <a key={slug} href={provenanceAddress(slug, shown)} download>
          {topics.length > 1 ? `Provenance: ${slug}` : "Provenance (JSON)"}
        </a>
      ))}
      <p class="note" role="status">{said}</p>
    </>
  );
}

function filterOf({ address, isFilterable }: ChartSubject): PostFilter {
  return isFilterable ? filterIn(address.value) : {};
}

async function savePicture(
  kind: "png" | "svg",
  place: HTMLElement,
  { id, title, data, subject, source }: SaveMenuProps,
  frozen: string,
): Promise<void> {
  const { savePicture } = await import("../figure/picture.ts");
  const topics = subject.topics();
  const slugs = topics.map(({ slug }) => slug);
  const queries = [
    ...topics.map(({ slug, query }) =>
      topics.length > 1 ? `${slug}: ${query}` : `query: ${query}`
    ),
    ...describeFilter(filterOf(subject)).map(({ text }) => text),
  ];
  await savePicture(kind, {
    data: data.peek(),
    words: {
      title: `${slugs.join(", ")}: ${title}`,
      queries: queries.join(" · "),
      posts: topics.reduce((sum, { posts }) => sum + posts, 0),
      sources: sourceNames(source),
      address: location.origin + frozen,
    },
    name: `${slugs.join("+")}-${id}`,
    place: place.closest("figure") ?? place,
  });
}
