import type { VNode } from "preact";

/** A sentence of the API's description, in which `backticks` mark what is written as it stands. */
export function Words({ text }: { text: string }): VNode {
  return (
    <>
      {text.split("`").map((part, i) =>
        i % 2 === 1 ? <code key={i}>{part}</code> : part
      )}
    </>
  );
}
