import type { VNode } from "preact";
import type { FormError } from "../../domain/topic/form_error.ts";
import { piecesAt } from "./pieces_at.ts";

/** Props of {@linkcode FieldNote}. */
export interface FieldNoteProps {
  /** What the field names as its description. */
  id: string;
  error: FormError;
  /** What stands in the field. */
  text: string;
}

/** What is wrong with a field, and where in it. */
export function FieldNote({ id, error, text }: FieldNoteProps): VNode {
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
