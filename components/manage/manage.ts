import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { askTrial, type Tried, type WrongQuery } from "./ask_trial.ts";

/** After so long without a key, what was typed is tried. */
const REST_MS = 300;

/** What is known of a query while it is typed. */
export type TrialState =
  | Tried
  /** Nothing is typed. */
  | { readonly kind: "none" }
  /** `before`: what was wrong before the last change, to be shown until more is known. */
  | { readonly kind: "trying"; readonly before: WrongQuery | null };

/**
 * Tries the query of a field after each change, the newest only.
 *
 * @param rendered What the server found out already; null if nothing.
 */
export function useTrial(
  field: RefObject<HTMLTextAreaElement>,
  rendered: Tried | null,
): ReadonlySignal<TrialState> {
  const state = useSignal<TrialState>(rendered ?? { kind: "none" });
  useEffect(() => {
    const stop = new AbortController();
    let asking = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function tryNow(query: string, signal: AbortSignal): Promise<void> {
      const tried = await askTrial(query, signal).catch((error): Tried => ({
        kind: "failed",
        message: `No answer: ${error.message}`,
      }));
      if (!signal.aborted) state.value = tried;
    }
    function follow(): void {
      clearTimeout(timer);
      asking.abort();
      asking = new AbortController();
      const { signal } = asking;
      const query = field.current!.value;
      if (query.trim() === "") {
        state.value = { kind: "none" };
        return;
      }
      state.value = { kind: "trying", before: wrongOf(state.peek()) };
      timer = setTimeout(() => void tryNow(query, signal), REST_MS);
    }

    const { current } = field;
    current?.addEventListener("input", follow, { signal: stop.signal });
    if (!rendered && current?.value.trim()) follow();
    return () => {
      clearTimeout(timer);
      asking.abort();
      stop.abort();
    };
  }, []);
  return state;
}

/** What is shown as wrong with a query; null if nothing. */
export function wrongOf(state: TrialState): WrongQuery | null {
  if (state.kind === "wrong") return state;
  return state.kind === "trying" ? state.before : null;
}
