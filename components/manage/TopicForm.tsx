import type { ComponentChildren, VNode } from "preact";
import { useRef } from "preact/hooks";
import { formatCount, formatNumber } from "../../domain/format/numbers.ts";
import type { FormError } from "../../domain/topic/input.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import { type QueryTrial, xPerDay } from "../../domain/topic/try_query.ts";
import { safeColor } from "../elements/Tile.tsx";
import {
  type ManageProps,
  piecesAt,
  type TrialState,
  useTrial,
  wrongOf,
} from "./manage.ts";

/** Props of {@linkcode TopicForm}. */
interface TopicFormProps
  extends
    Pick<ManageProps, "address" | "error" | "trial" | "readsX" | "nextColor"> {
  /** What is changed; null: a topic is added. */
  topic: Topic | null;
  draft: ManageProps["view"]["draft"];
  /** Whether script runs: then the query is tried while it is typed. */
  hasScript: boolean;
}

/** The form that adds a topic or changes one. */
export function TopicForm(props: TopicFormProps): VNode {
  const { topic, draft, address, trial, readsX, hasScript } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const isNew = topic === null;
  const query = draft.query ?? topic?.query ?? "";
  const refused = errorOf(props, "query");
  const state = useTrial(
    field,
    trial
      ? { kind: "tried", trial }
      : refused && { kind: "wrong", error: refused, text: query },
  );
  const color = draft.color ?? topic?.color ?? props.nextColor;
  const wrong = wrongOf(state.value);
  return (
    <form method="post" action={address} class="form">
      <Field
        id="query"
        label="Query"
        error={wrong?.error ?? null}
        text={wrong?.text ?? ""}
      >
        <textarea
          ref={field}
          id="query"
          name="query"
          rows={3}
          required
          spellcheck={false}
          autocomplete="off"
          defaultValue={query}
          autofocus={refused !== null || !isNew}
          aria-invalid={wrong !== null}
          aria-describedby={wrong ? "query-wrong" : "query-rule"}
        />
        <p id="query-rule" class="note">
          Words, "phrases", #tags, @users, OR, - and ( ), as in searches on X:
          {" "}
          <code>(climate OR warming) lang:en -is:retweet</code>
        </p>
      </Field>
      {isNew && (
        <Field id="slug" label="Name" error={errorOf(props, "slug")}>
          <input
            id="slug"
            name="slug"
            type="text"
            autocomplete="off"
            defaultValue={draft.slug ?? ""}
            autofocus={errorOf(props, "slug") !== null}
            aria-invalid={errorOf(props, "slug") !== null}
            aria-describedby={errorOf(props, "slug")
              ? "slug-wrong"
              : "slug-rule"}
          />
          <p id="slug-rule" class="note">
            Stands in addresses; made from the query if it is left empty.
          </p>
        </Field>
      )}
      <Field id="color" label="Color" error={errorOf(props, "color")}>
        <input
          id="color"
          name="color"
          type="color"
          defaultValue={safeColor(color)}
        />
      </Field>
      <p class="actions">
        <button type="submit" name="do" value={isNew ? "add" : "edit"}>
          {isNew ? "Add topic" : "Save"}
        </button>
        {!isNew && <a class="button" href="/topics">Cancel</a>}
        {!hasScript && (
          <button type="submit" name="do" value="try">Try the query</button>
        )}
      </p>
      <TrialNote state={state.value} readsX={readsX} />
    </form>
  );
}

interface FieldProps {
  id: string;
  label: string;
  error: FormError | null;
  /** What stands in the field when there is a place to show in it. */
  text?: string;
  children: ComponentChildren;
}

function Field(
  { id, label, error, text = "", children }: FieldProps,
): VNode {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {error && <FieldNote id={`${id}-wrong`} error={error} text={text} />}
    </div>
  );
}

function errorOf(
  { error }: TopicFormProps,
  field: FormError["field"],
): FormError | null {
  return error?.field === field ? error : null;
}

/** Props of {@linkcode FieldNote}. */
interface FieldNoteProps {
  /** What the field names as its description. */
  id: string;
  error: FormError;
  /** What stands in the field. */
  text: string;
}

/** What is wrong with a field, and where in it. */
function FieldNote({ id, error, text }: FieldNoteProps): VNode {
  return (
    <div id={id} class="wrong">
      <p>{error.message}</p>
      {error.position !== null && (
        <Place text={text} position={error.position} />
      )}
    </div>
  );
}

function Place(
  { text, position }: { text: string; position: number },
): VNode {
  const { before, at, behind } = piecesAt(text, position);
  return (
    <p class="place">
      <code>{before}</code>
      <mark class="here">{at}</mark>
      <code>{behind}</code>
    </p>
  );
}

/** Props of {@linkcode TrialNote}. */
interface TrialNoteProps {
  state: TrialState;
  /** Whether X is read, which bills each post. */
  readsX: boolean;
}

/** What a query would match, as far as that is known. */
function TrialNote({ state, readsX }: TrialNoteProps): VNode {
  const trial = state.kind === "tried" ? state.trial : null;
  return (
    <div class="trial">
      <p role="status">{wordsOf(state)}</p>
      {trial && readsX && <p class="note">{costWords(trial)}</p>}
      {trial && (
        <ul>
          {trial.examples.slice(0, 3).map(({ source, id, text }) => (
            <li key={`${source} ${id}`} dir="auto">{text}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function wordsOf(state: TrialState): string {
  switch (state.kind) {
    case "none":
      return "Type a query to see which stored posts it would match.";
    case "trying":
      return "Trying…";
    case "wrong":
      return "";
    case "failed":
      return `Cannot try the query. ${state.message}.`;
    case "tried": {
      const { matched, of } = state.trial;
      if (of === 0) return "No post is stored yet to try it on.";
      return `Would match ${formatCount(matched)} of the newest ` +
        `${formatCount(of)} stored posts. Only posts about topics are ` +
        "stored: of others it may match more.";
    }
  }
}

function costWords({ x }: QueryTrial): string {
  const day = xPerDay(x);
  if (!day) {
    return "X bills each post that it sends. What this would cost cannot be " +
      "told before more posts of X are stored.";
  }
  return `At the pace of the stored posts of X, about ` +
    `${formatCount(day.posts)} a day: US$\u00a0${formatNumber(day.cost, 2)}, ` +
    "or more if it asks for what no topic asks for yet.";
}
