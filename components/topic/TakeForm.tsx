import type { VNode } from "preact";

/** Id of the form of all buttons of a page. */
const ID = "take";

/** Takes out of a topic the word whose button is pressed; without script too. */
export function TakeForm(
  { slug, address }: {
    slug: string;
    /** Path and query of the page that is shown again. */
    address: string;
  },
): VNode {
  return (
    <form id={ID} method="post" action={`/t/${encodeURIComponent(slug)}/words`}>
      <input type="hidden" name="page" value={address} />
    </form>
  );
}

/** Takes a word of a list out of its topic. */
export function TakeButton({ word }: { word: string }): VNode {
  return (
    <button
      type="submit"
      form={ID}
      name="take"
      value={word}
      class="take"
      title={`Take out: “${word}” says nothing about the mood here`}
    >
      <span aria-hidden="true">×</span>
      <span class="unseen">Take out {word}</span>
    </button>
  );
}
