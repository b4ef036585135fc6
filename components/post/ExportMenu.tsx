import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { formatCount } from "../../domain/format/numbers.ts";
import type { ExportFormat } from "../../domain/post/export.ts";
import {
  postsQuestionParams,
  readPostsQuestion,
} from "../../domain/request/posts.ts";
import { onPlainClick } from "../address/address.ts";
import { usePopover } from "../elements/Choices.tsx";

const FORMATS: readonly ExportFormat[] = ["csv", "ndjson"];

const NAMES: Readonly<Record<ExportFormat, string>> = {
  csv: "CSV",
  ndjson: "NDJSON",
};

/** Props of {@linkcode ExportMenu}. */
export interface ExportMenuProps {
  slug: string;
  address: ReadonlySignal<string>;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** Links that save the posts that the page asks for; with script they say how far it is. */
export function ExportMenu(
  { slug, address, renderedAt }: ExportMenuProps,
): VNode {
  const details = usePopover();
  const words = useSignal("");
  const running = useSignal<AbortController | null>(null);
  useEffect(() => () => running.peek()?.abort(), []);

  function hrefOf(format: ExportFormat, nowMs: number): string {
    const params = new URLSearchParams(address.value.split("?")[1]);
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
    const tell = (posts: number) =>
      words.value = `${formatCount(posts)} posts so far`;
    const href = hrefOf(format, Date.now());
    const end = await import("./save_export.ts").then(
      ({ saveExport }) => saveExport(href, format, stop.signal, tell),
      () => "Failed: load the page again", // the server has a newer one
    );
    if (running.peek() !== stop) return;
    running.value = null;
    words.value = end;
  }

  return (
    <details class="export" ref={details}>
      <summary>Export</summary>
      <div class="popover">
        <p class="note">The posts that are asked for here, all of them</p>
        {FORMATS.map((format) => (
          <a
            key={format}
            href={hrefOf(format, renderedAt)}
            download
            onClick={onPlainClick(() => void save(format))}
          >
            {NAMES[format]}
          </a>
        ))}
        <p class="note" role="status">{words}</p>
        {running.value && (
          <button
            type="button"
            onClick={() => running.value?.abort()}
          >
            Stop
          </button>
        )}
      </div>
    </details>
  );
}
