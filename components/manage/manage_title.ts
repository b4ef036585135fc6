import { deedWords } from "./deed_words.ts";
import type { ManageProps } from "./manage_props.ts";

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
