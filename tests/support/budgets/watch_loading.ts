import type { Page, Response } from "playwright-core";
import { gzip } from "../lines.ts";

/** Something that a page loaded. */
export interface Loaded {
  readonly url: string;
  /** `document`, `script`, `stylesheet` and so on. */
  readonly type: string;
  /** Bytes of the body. */
  readonly size: number;
  /** Bytes of the body, packed by itself as a server or proxy would. */
  readonly packed: number;
}

/** Collects what a page loads from now on; streams of events have no size. */
export function watchLoading(page: Page): () => Promise<Loaded[]> {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  return async () => await Promise.all(responses.map(measure));
}

async function measure(response: Response): Promise<Loaded> {
  const url = response.url();
  const type = response.request().resourceType();
  if (type === "eventsource") return { url, type, size: 0, packed: 0 };
  const text = (await response.body()).toString("utf8");
  const size = new TextEncoder().encode(text).byteLength;
  return { url, type, size, packed: (await gzip(text)).byteLength };
}
