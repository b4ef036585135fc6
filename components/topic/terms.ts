import {
  batch,
  type ReadonlySignal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import type { TermCount, WindowTerms } from "../../domain/live/snapshot.ts";
import type { TermKind } from "../../domain/post/term.ts";
import { listKind } from "../../domain/request/parameters.ts";
import {
  type PageRange,
  readPageRange,
  timeParams,
} from "../../domain/request/range.ts";
import { termsParams, termsSpan } from "../../domain/request/terms.ts";
import { fetchJson } from "../live/fetch.ts";
import { pollWhileVisible } from "../live/hooks.ts";
import { live } from "../live/store.ts";

/** Rounds after which words that come with the stream are compared anew. */
const WORDS_EVERY = 6;

/** After which a time that lies in the past is asked for again if nobody answered. */
const RETRY_SECONDS = 5;

const WORD_KINDS: readonly TermKind[] = ["positive", "negative"];

/**
 * The terms that a page's address asks for, as rendered at first, then kept up to
 * date while the page is looked at.
 *
 * @param words What the live stream tells of the live window.
 */
export function useTerms(
  slug: string,
  address: ReadonlySignal<string>,
  rendered: TermsView,
  words: ReadonlySignal<WindowTerms>,
): ReadonlySignal<TermsView> {
  const asked = useSignal(rendered);
  const time = useComputed(() => timeParams(address.value).toString());
  const list = useComputed(() => listKind(address.value));
  const shownTime = useSignal(time.peek());

  useSignalEffect(() => {
    const now = time.value;
    const kind = list.value;
    if (!live.started.value) return;
    const stop = new AbortController();
    void ask(now, kind, stop.signal);
    return () => stop.abort();
  });

  async function ask(now: string, kind: TermKind, signal: AbortSignal) {
    const isThere = () =>
      shownTime.peek() === now && asked.peek()[kind] !== undefined;
    let round = 0;

    async function askAll(): Promise<void> {
      if (live.paused.peek() && isThere()) return;
      const withWords = !isWindow(now) || round++ % WORDS_EVERY === 0;
      const kinds = withWords ? [...WORD_KINDS, kind] : [kind];
      const found = await Promise.all(
        kinds.map((kind) => askTerms(slug, kind, now, signal)),
      );
      if (signal.aborted) return;
      const changes = Object.fromEntries(
        kinds.map((kind, i) => [kind, found[i]!]),
      );
      const kept = shownTime.peek() === now ? asked.peek() : {};
      batch(() => {
        asked.value = { ...kept, ...changes };
        shownTime.value = now;
      });
    }

    if (!isThere()) await askAll().catch(() => {}); // the next round asks again
    const span = termsSpan(rangeOf(now), nowMs());
    if (span.everySeconds === null && isThere()) return;
    const everyMs = (span.everySeconds ?? RETRY_SECONDS) * 1_000;
    if (!signal.aborted) {
      pollWhileVisible(askAll, document, signal, { everyMs });
    }
  }

  return useComputed(() =>
    isWindow(shownTime.value) && isWindow(time.value)
      ? withLiveWords(asked.value, words.value)
      : asked.value
  );
}

function rangeOf(time: string): PageRange {
  return readPageRange(new URLSearchParams(time), nowMs());
}

function isWindow(time: string): boolean {
  return rangeOf(time).kind === "live";
}

/** By the server's clock, if it is known. */
function nowMs(): number {
  return live.now.peek() || Date.now();
}

function askTerms(
  slug: string,
  kind: TermKind,
  time: string,
  signal: AbortSignal,
): Promise<TermRow[]> {
  const params = new URLSearchParams(time);
  const asked = termsParams(slug, kind, params, nowMs());
  asked.set("limit", "20");
  return fetchJson("/api/terms", asked, signal);
}

/** The words as the live stream counts them, compared as they were when they were last asked for. */
export function withLiveWords(view: TermsView, words: WindowTerms): TermsView {
  const merge = (kind: "positive" | "negative"): TermRow[] => {
    const known = new Map(
      view[kind]?.map(({ term, before }) => [term, before]),
    );
    return words[kind].map(({ term, count }) => {
      const before = known.get(term);
      return { term, count, ...(before !== undefined && { before }) };
    });
  };
  return { ...view, positive: merge("positive"), negative: merge("negative") };
}

/** A term of a list. */
export interface TermRow extends TermCount {
  /** Its number in the span of the same length before; null or left out where there is nothing to compare with. */
  readonly before?: number | null;
}

/** Terms by kind, most frequent first; what was not asked for is missing. */
export type TermsView = Readonly<Partial<Record<TermKind, readonly TermRow[]>>>;
