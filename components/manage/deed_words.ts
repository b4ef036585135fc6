import type { Deed, ManageView } from "../../domain/topic/manage_view.ts";

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
