import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type {
  FormError,
  ManageView,
  TopicAction,
} from "../../domain/topic/input.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import type { QueryTrial } from "../../domain/topic/try_query.ts";
import { useQuery } from "../live/query.ts";
import type { StatusText } from "../live/StatusLine.tsx";

/** A query is tried once typing has paused for so long. */
const DEBOUNCE_MS = 300;

/** The state of a query while it is typed. */
export type TrialState =
  | Tried
  | { readonly kind: "none" }
  /** `before`: the error before the last change, shown until the result is known. */
  | { readonly kind: "trying"; readonly before: WrongQuery | null };

/**
 * Tries the query of a field after each change.
 *
 * @param rendered The server's result; null if there is none.
 */
export function useTrial(
  field: RefObject<HTMLTextAreaElement>,
  rendered: Tried | null,
): ReadonlySignal<TrialState> {
  const state = useSignal<TrialState>(rendered ?? { kind: "none" });
  useEffect(() => {
    const stop = new AbortController();
    let request = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function tryNow(query: string, signal: AbortSignal): Promise<void> {
      const tried = await fetchTrial(query, signal).catch((error): Tried => ({
        kind: "failed",
        message: `No response: ${error.message}`,
      }));
      if (!signal.aborted) state.value = tried;
    }
    function onInput(): void {
      clearTimeout(timer);
      request.abort();
      request = new AbortController();
      const { signal } = request;
      const query = field.current!.value;
      if (query.trim() === "") {
        state.value = { kind: "none" };
        return;
      }
      state.value = { kind: "trying", before: shownError(state.peek()) };
      timer = setTimeout(() => void tryNow(query, signal), DEBOUNCE_MS);
    }

    const { current } = field;
    current?.addEventListener("input", onInput, { signal: stop.signal });
    if (!rendered && current?.value.trim()) onInput();
    return () => {
      clearTimeout(timer);
      request.abort();
      stop.abort();
    };
  }, []);
  return state;
}

/** The error to show for a query; null if there is none. */
export function shownError(state: TrialState): WrongQuery | null {
  if (state.kind === "wrong") return state;
  return state.kind === "trying" ? state.before : null;
}

/** A query with a syntax error. */
interface WrongQuery {
  readonly kind: "wrong";
  readonly error: FormError;
  readonly text: string;
}

/** The result of trying a query. */
type Tried =
  | { readonly kind: "tried"; readonly trial: QueryTrial }
  | WrongQuery
  | { readonly kind: "failed"; readonly message: string };

async function fetchTrial(
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
    ? "The session has ended: reload the page to sign in again"
    : `The server responded with ${status}`;
  return { kind: "failed", message };
}

/** The title of `/topics`. */
export function manageTitle(
  { error, view, access }: Pick<ManageProps, "error" | "view" | "access">,
): string {
  const { lastAction, edit, remove } = view;
  if (error) return `Not done: ${error.message} · Freshet`;
  if (lastAction) return `${actionMessage(lastAction)} · Topics · Freshet`;
  if (access === "signed-in" && remove) return `Remove ${remove}? · Freshet`;
  if (access === "signed-in" && edit) return `Edit ${edit} · Freshet`;
  return "Topics · Freshet";
}

const MESSAGES: Readonly<Record<TopicAction, string>> = {
  added: "is now tracked",
  changed: "was updated",
  paused: "is paused: new posts are not collected",
  resumed: "is tracked again",
  removed: "was removed",
};

/** Describes the last action: `trump was updated`. */
export function actionMessage(
  { action, slug }: NonNullable<ManageView["lastAction"]>,
): string {
  return `${slug} ${MESSAGES[action]}`;
}

/** Characters shown on each side of a position. */
const CONTEXT = 60;

/** A text around a position. */
export interface Excerpt {
  readonly before: string;
  /** The character at the position; a non-breaking space for white space or the end. */
  readonly at: string;
  readonly after: string;
}

/** Cuts an excerpt around a position, in UTF-16 units from 0. */
export function excerptAt(text: string, position: number): Excerpt {
  const before = Array.from(text.slice(0, position));
  const [at, ...after] = Array.from(text.slice(position));
  return {
    before: (before.length > CONTEXT ? "…" : "") +
      before.slice(-CONTEXT).join(""),
    at: at?.replace(/\s/, "\u00a0") ?? "\u00a0",
    after: after.slice(0, CONTEXT).join("") +
      (after.length > CONTEXT ? "…" : ""),
  };
}

/** Result of {@linkcode useTopics}. */
interface LiveTopicList {
  readonly topics: ReadonlySignal<readonly TopicSummary[]>;
  /** By the server's clock, in epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  /** How recent they are. */
  readonly status: ReadonlySignal<StatusText>;
  readonly hasScript: ReadonlySignal<boolean>;
}

/** Keeps the list of topics up to date while the page is visible. */
export function useTopics(
  { topics: rendered, renderedAt }: Pick<ManageProps, "topics" | "renderedAt">,
): LiveTopicList {
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

/** What the client may do with topics; `read-only` applies to everyone, `link` means that the terminal shows how to sign in. */
export type Access = "read-only" | "link" | "signed-out" | "signed-in";

/** Data of `/topics`. */
export interface ManageProps {
  access: Access;
  topics: readonly TopicSummary[];
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  view: ManageView;
  /** Target of the forms: the address of the same view. */
  address: string;
  /** Why a form was refused; null if it was not. */
  error: FormError | null;
  /** Result of trying the query of the form; null if it was not tried. */
  trial: QueryTrial | null;
  /** Whether X is read, which bills each post. */
  readsX: boolean;
  /** Default color of a new topic. */
  nextColor: string;
}
