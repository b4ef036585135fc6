import type { ComponentChildren, VNode } from "preact";
import { useRef } from "preact/hooks";
import type { FormError } from "../../domain/topic/form_error.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import { safeColor } from "../topic/safe_color.ts";
import { FieldNote } from "./FieldNote.tsx";
import { TrialNote } from "./TrialNote.tsx";
import { useTrial, wrongOf } from "./manage.ts";
import type { ManageProps } from "./manage_props.ts";

/** Props of {@linkcode TopicForm}. */
export interface TopicFormProps
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
