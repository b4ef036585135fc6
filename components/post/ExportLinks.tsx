import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { formatCount } from "../../domain/format/numbers.ts";
import type { ExportFormat } from "../../domain/post/export.ts";
import {
  postsQuestionParams,
  readPostsQuestion,
} from "../../domain/request/posts.ts";
import { onPlainClick, queryOf } from "../address/address.ts";

const FORMATS: readonly (readonly [format: ExportFormat, name: string])[] = [
  ["csv", "CSV"],
  ["csv-excel", "CSV for Excel"],
  ["ndjson", "NDJSON"],
];

/** Props of {@linkcode ExportLinks}. */
export interface ExportLinksProps {
  slug: string;
  address: ReadonlySignal<string>;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** Links that export the posts of the page; with script they show the progress. */
export function ExportLinks(
  { slug, address, renderedAt }: ExportLinksProps,
): VNode {
  const progress = useSignal("");
  const running = useSignal<AbortController | null>(null);
  useEffect(() => () => running.peek()?.abort(), []);

  function hrefOf(format: ExportFormat, nowMs: number): string {
    const params = queryOf(address.value);
    params.delete("before");
    const question = readPostsQuestion(params, nowMs);
    const asked = postsQuestionParams(slug, question);
    asked.set("format", format);
    return `/api/export?${asked}`;
  }

  async function save(format: ExportFormat): Promise<void> {
    const stop = new AbortController();
    running.value?.abort();
    running.value = stop;
    const onProgress = (posts: number) =>
      progress.value = `${formatCount(posts)} posts so far`;
    const href = hrefOf(format, Date.now());
    const end = await import("./save_export.ts").then(
      ({ saveExport }) => saveExport(href, format, stop.signal, onProgress),
      () => "Failed: reload the page", // the server has a newer version
    );
    if (running.peek() !== stop) return;
    running.value = null;
    progress.value = end;
  }

  return (
    <div class="popover">
      <p class="note">All posts matching the current filters</p>
      {FORMATS.map(([format, name]) => (
        <a
          key={format}
          href={hrefOf(format, renderedAt)}
          download
          onClick={onPlainClick(() => void save(format))}
        >
          {name}
        </a>
      ))}
      <p class="note" role="status">{progress}</p>
      {running.value && (
        <button
          type="button"
          onClick={() => running.value?.abort()}
        >
          Stop
        </button>
      )}
    </div>
  );
}
