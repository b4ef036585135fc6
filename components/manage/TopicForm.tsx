import type { ComponentChildren, VNode } from "preact";
import { useRef } from "preact/hooks";
import { formatCount, formatNumber } from "../../domain/format/numbers.ts";
import type { FormError } from "../../domain/topic/input.ts";
import type { Topic, TopicSummary } from "../../domain/topic/topic.ts";
import { type QueryTrial, xPerDay } from "../../domain/topic/try_query.ts";
import { safeColor } from "../elements/Tile.tsx";
import {
  type Excerpt,
  excerptAt,
  type ManageProps,
  shownError,
  type TrialState,
  useTrial,
} from "./manage.ts";

/** Props of {@linkcode TopicForm}. */
interface TopicFormProps
  extends
    Pick<ManageProps, "address" | "error" | "trial" | "readsX" | "nextColor"> {
  /** The edited topic; null for a new one. */
  topic: Pick<TopicSummary, keyof Topic | "ignored"> | null;
  draft: ManageProps["view"]["draft"];
  /** Whether scripts run: then the query is tried while it is typed. */
  hasScript: boolean;
}

/** The form for adding or editing a topic. */
export function TopicForm(props: TopicFormProps): VNode {
  const { topic, draft, address, error, trial, readsX, hasScript } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const isNew = topic === null;
  const query = draft.query ?? topic?.query ?? "";
  const errorOf = (field: FormError["field"]) =>
    error?.field === field ? error : null;
  const refused = errorOf("query");
  const slugError = errorOf("slug");
  const state = useTrial(
    field,
    trial
      ? { kind: "tried", trial }
      : refused && { kind: "wrong", error: refused, text: query },
  );
  const color = draft.color ?? topic?.color ?? props.nextColor;
  const wrong = shownError(state.value);
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
          Words, "phrases", #tags, @users, OR, - and ( ), as in a search on X:
          {" "}
          <code>(climate OR warming) lang:en -is:retweet</code>. Titles of
          cards, descriptions of pictures and quoted posts are not matched (X
          matches quoted posts).
        </p>
      </Field>
      {isNew && (
        <Field id="slug" label="Name" error={slugError}>
          <input
            id="slug"
            name="slug"
            type="text"
            autocomplete="off"
            defaultValue={draft.slug ?? ""}
            autofocus={slugError !== null}
            aria-invalid={slugError !== null}
            aria-describedby={slugError ? "slug-wrong" : "slug-rule"}
          />
          <p id="slug-rule" class="note">
            Used in the address. Leave empty to derive it from the query.
          </p>
        </Field>
      )}
      <WordFields topic={topic} draft={draft} error={error} />
      <Field id="color" label="Color" error={errorOf("color")}>
        <input
          id="color"
          name="color"
          type="color"
          defaultValue={safeColor(color)}
        />
      </Field>
      {isNew && (
        <label class="option">
          <input
            type="checkbox"
            name="fill"
            value="1"
            defaultChecked={draft.fill === "1"}
          />
          <span>
            Also look through posts that are stored already{" "}
            <small class="note">
              of other topics, in the background; Pipeline shows how far
            </small>
          </span>
        </label>
      )}
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

/** What a topic's page is called and says of it. */
function WordFields(
  { topic, draft, error }: Pick<TopicFormProps, "topic" | "draft" | "error">,
): VNode {
  const input = (id: "title" | "description" | "ignored") => {
    const stored = id === "ignored" ? topic?.ignored?.join(" ") : topic?.[id];
    const own = error?.field === id ? error : null;
    const props = {
      ...{ id, name: id },
      defaultValue: draft[id] ?? stored ?? "",
      autofocus: own !== null,
      "aria-invalid": own !== null,
      ...(own && { "aria-describedby": `${id}-wrong` }),
    };
    return { own, props };
  };
  const [title, description] = [input("title"), input("description")];
  const ignored = input("ignored");
  return (
    <>
      <Field id="title" label="Title (optional)" error={title.own}>
        <input
          {...title.props}
          type="text"
          maxLength={100}
          autocomplete="off"
        />
      </Field>
      <Field
        id="description"
        label="Description (optional)"
        error={description.own}
      >
        <textarea {...description.props} rows={2} maxLength={1_000} />
      </Field>
      <Field
        id="ignored"
        label="Words without mood (optional)"
        error={ignored.own}
      >
        <textarea
          aria-describedby="ignored-rule"
          {...ignored.props}
          rows={1}
          spellcheck={false}
        />
        <p id="ignored-rule" class="note">
          Words or emoji that say nothing about the mood here, such as share or
          free, with spaces between them. Stored posts are scored again in the
          background.
        </p>
      </Field>
    </>
  );
}

interface FieldProps {
  id: string;
  label: string;
  error: FormError | null;
  /** The text that the error's position is in. */
  text?: string;
  children: ComponentChildren;
}

/** A field with its label, and the error beside it. */
export function Field(
  { id, label, error, text = "", children }: FieldProps,
): VNode {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {error && (
        <div id={`${id}-wrong`} class="wrong">
          <p>{error.message}</p>
          {error.position !== null && (
            <ErrorPosition {...excerptAt(text, error.position)} />
          )}
        </div>
      )}
    </div>
  );
}

function ErrorPosition({ before, at, after }: Excerpt): VNode {
  return (
    <p class="place">
      <code>{before}</code>
      <mark class="here">{at}</mark>
      <code>{after}</code>
    </p>
  );
}

interface TrialNoteProps {
  state: TrialState;
  /** Whether the paid source X is read. */
  readsX: boolean;
}

/** What a query would match. */
function TrialNote({ state, readsX }: TrialNoteProps): VNode {
  const trial = state.kind === "tried" ? state.trial : null;
  return (
    <div class="trial">
      <p role="status">{describeTrial(state)}</p>
      {trial?.warnings?.map((text) => <p key={text} class="wrong">{text}</p>)}
      {trial && readsX && <p class="note">{describeCost(trial)}</p>}
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

function describeTrial(state: TrialState): string {
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
      if (of === 0) return "No posts are stored yet to try it on.";
      return `Would match ${formatCount(matched)} of the newest ` +
        `${formatCount(of)} stored posts. Only posts that match a topic are ` +
        "stored, so it may match more.";
    }
  }
}

function describeCost({ x }: QueryTrial): string {
  const day = xPerDay(x);
  if (!day) {
    return "X bills each post that it sends. The cost cannot be estimated " +
      "until more posts from X are stored.";
  }
  return `At the rate of the stored posts from X, about ` +
    `${formatCount(day.posts)} a day: US$\u00a0${formatNumber(day.cost, 2)}, ` +
    "or more if it matches posts that no other topic does.";
}
