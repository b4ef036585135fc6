import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { Deed, FormError, ManageView } from "../../domain/topic/input.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import type { QueryTrial } from "../../domain/topic/try_query.ts";
import { useQuery } from "../live/hooks.ts";
import type { StatusText } from "../live/StatusLine.tsx";

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

/** A query that cannot be read. */
interface WrongQuery {
  readonly kind: "wrong";
  readonly error: FormError;
  /** The query. */
  readonly text: string;
}

/** What came of trying a query. */
type Tried =
  | { readonly kind: "tried"; readonly trial: QueryTrial }
  | WrongQuery
  /** Nobody tried it. */
  | { readonly kind: "failed"; readonly message: string };

/** Asks the server what a query would match. */
async function askTrial(
  query: string,
  signal: AbortSignal,
): Promise<Tried> {
  const response = await fetch("/api/topics/test", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
    signal,
  });
  if (response.ok) return { kind: "tried", trial: await response.json() };
  const { status } = response;
  if (status === 400) {
    const { error, position = null } = await response.json();
    const message = String(error);
    const wrong: FormError = { field: "query", message, position };
    return { kind: "wrong", error: wrong, text: query };
  }
  const message = status === 401
    ? "The session is over: reload the page to sign in again"
    : `The server answers ${status}`;
  return { kind: "failed", message };
}

/** What the browser's tab says of the page of topics: first what just happened. */
export function manageTitle(
  { error, view, access }: Pick<ManageProps, "error" | "view" | "access">,
): string {
  const { done, edit, remove } = view;
  if (error) return `Not done: ${error.message} · Freshet`;
  if (done) return `${deedWords(done)} · Topics · Freshet`;
  if (access === "signed-in" && remove) return `Remove ${remove}? · Freshet`;
  if (access === "signed-in" && edit) return `Edit ${edit} · Freshet`;
  return "Topics · Freshet";
}

const WORDS: Readonly<Record<Deed, string>> = {
  added: "is tracked from now on",
  changed: "is changed",
  paused: "is paused: new posts are not taken in",
  resumed: "is tracked again",
  removed: "is removed",
};

/** What was done with a topic: `trump is changed`. */
export function deedWords(
  { deed, slug }: NonNullable<ManageView["done"]>,
): string {
  return `${slug} ${WORDS[deed]}`;
}

/** Characters that are shown before a place, and behind it. */
const [BEFORE, BEHIND] = [60, 60];

/** A text around a place in it. */
export interface Pieces {
  readonly before: string;
  /** The character there; a space that is not broken where the text ends. */
  readonly at: string;
  readonly behind: string;
}

/** Cuts a text around a place, in UTF-16 units from 0; what is far away is left out. */
export function piecesAt(text: string, position: number): Pieces {
  const before = Array.from(text.slice(0, position));
  const [at, ...behind] = Array.from(text.slice(position));
  return {
    before: (before.length > BEFORE ? "…" : "") +
      before.slice(-BEFORE).join(""),
    at: at?.replace(/\s/, "\u00a0") ?? "\u00a0",
    behind: behind.slice(0, BEHIND).join("") +
      (behind.length > BEHIND ? "…" : ""),
  };
}

/** What {@linkcode useTopics} gives to its component. */
interface FollowedTopics {
  readonly topics: ReadonlySignal<readonly TopicSummary[]>;
  /** By the server's clock, in epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  /** How recent they are. */
  readonly status: ReadonlySignal<StatusText>;
  readonly hasScript: ReadonlySignal<boolean>;
}

/** Keeps the list of topics up to date while the page is looked at. */
export function useTopics(
  { topics: rendered, renderedAt }: Pick<ManageProps, "topics" | "renderedAt">,
): FollowedTopics {
  const { answer: topics, startedAt, clientNow, status } = useQuery(
    "/api/topics",
    rendered,
    renderedAt,
  );
  const now = useComputed(() =>
    renderedAt + (clientNow.value - startedAt.value)
  );
  const hasScript = useComputed(() => startedAt.value > 0);
  return { topics, now, status, hasScript };
}

/** What somebody may do with topics; `read-only` is so for everybody. */
export type Access = "read-only" | "signed-out" | "signed-in";

/** What the page of topics is made from. */
export interface ManageProps {
  access: Access;
  topics: readonly TopicSummary[];
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  view: ManageView;
  /** Where forms are sent to: it asks for the same view. */
  address: string;
  /** Why what was asked for was not done; null if it was, or nothing was asked for. */
  error: FormError | null;
  /** What the query of the form would match; null if that was not asked for. */
  trial: QueryTrial | null;
  /** Whether X is read, which bills each post. */
  readsX: boolean;
  /** What the next topic is offered. */
  nextColor: string;
}
