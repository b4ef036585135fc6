import type { ComponentChildren, VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatSpan } from "../../domain/format/format_span.ts";
import type {
  Pipeline,
  StorageHealth,
} from "../../domain/pipeline/pipeline.ts";
import { Tile } from "../elements/Tile.tsx";
import { rateWords } from "../elements/sources.ts";
import type { Viewer } from "./viewer.ts";

const UNKNOWN = "not known here";

/** Props of {@linkcode PipelineTiles}. */
export interface PipelineTilesProps {
  pipeline: Pipeline;
  viewer: Viewer;
}

/** The way of a post in five numbers: read, waiting, stored, sent, seen. */
export function PipelineTiles(
  { pipeline, viewer }: PipelineTilesProps,
): VNode {
  const { sources, log, storage, poller, viewers } = pipeline;
  const { now } = viewer;
  const read = sources.filter(({ state }) =>
    state === "live" || state === "reading"
  );
  const expected = sources.filter(({ state }) => state !== "ended").length;
  const rate = read.reduce((sum, source) => sum + source.rate, 0);
  const count = (value: number | null) =>
    value === null ? "–" : formatCount(value);
  const ago = (at: number) => `${formatSpan(now - at)} ago`;
  const { waiting, newest } = log;
  return (
    <dl class="tiles">
      <Tile
        label="Sources read"
        below={<Below>{rateWords(rate)}</Below>}
      >
        <b>{count(read.length)}</b> of {count(expected)}
      </Tile>
      <Tile
        label="Waiting in the log"
        below={
          <Below>
            {waiting === null ? UNKNOWN : log.kind}
            {newest !== null && `; stored up to number ${count(newest)}`}
          </Below>
        }
      >
        <b>{count(waiting)}</b> {waiting !== null && "messages"}
      </Tile>
      <Tile
        label="Stored"
        below={
          <Below>
            {storageWords(storage, ago)}
          </Below>
        }
      >
        <b>{count(storage.posts)}</b> posts
      </Tile>
      <Tile
        label="Not sent to viewers yet"
        below={
          <Below>
            {poller.looked === null
              ? "the poller rests while nobody watches"
              : `poller looked ${ago(poller.looked)}`}
          </Below>
        }
      >
        <b>{count(poller.behind)}</b> {poller.behind !== null && "changes"}
      </Tile>
      <Tile label="Viewers" below={<Below>live streams of this process</Below>}>
        <b>{count(viewers)}</b>
      </Tile>
    </dl>
  );
}

function storageWords(
  { committed, received }: StorageHealth,
  ago: (at: number) => string,
): string {
  if (committed !== null) return `last commit ${ago(committed)}`;
  if (received === null) return "waiting for the first post";
  return `newest came in ${ago(received)}`;
}

function Below({ children }: { children: ComponentChildren }): VNode {
  return <p class="note">{children}</p>;
}
