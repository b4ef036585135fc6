import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import type { WindowTerms } from "../../domain/live/snapshot.ts";
import { WordList } from "./WordList.tsx";

/** Props of {@linkcode WordLists}. */
export interface WordListsProps {
  terms: ReadonlySignal<WindowTerms>;
  /** Where they were counted, such as `last 15 min`. */
  span: string;
}

/** The words behind the mood, of both kinds side by side. */
export function WordLists({ terms, span }: WordListsProps): VNode {
  const { positive, negative } = terms.value;
  return (
    <div class="word-lists">
      <WordList sentiment="positive" words={positive} span={span} />
      <WordList sentiment="negative" words={negative} span={span} />
    </div>
  );
}
