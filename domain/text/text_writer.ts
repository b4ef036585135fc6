import { createTextBuilder, type TextBuilder } from "./text_builder.ts";

/** A text in which words can be links. */
export interface LinkWriter extends TextBuilder {
  /** What is written from here on are the words of a link. */
  openLink(url: string): void;
  /** Ends the link, if there is one, with its address. */
  closeLink(): void;
}

/** What would read as more of the address before it. */
const PART_OF_ADDRESS = /^[\p{L}\p{N}/]/u;

/** A scheme or `www.`, and a slash at the end: addresses are shown without. */
const TRIMMINGS = /^(?:https?:\/\/)?(?:www\.)?|\/$/g;

/** Begins a text. */
export function createLinkWriter(): LinkWriter {
  const out = createTextBuilder();
  let url: string | null = null;
  let words = createTextBuilder();
  let isAfterLink = false;

  function write(text: string): void {
    if (text === "") return;
    if (url !== null) return words.write(text);
    const isGlued = isAfterLink && PART_OF_ADDRESS.test(text);
    out.write(isGlued ? ` ${text}` : text);
    isAfterLink = false;
  }

  return {
    ...out,
    write,
    openLink(to) {
      url = to;
      words = createTextBuilder();
    },
    closeLink() {
      if (url === null) return;
      const link = describeLink(url, words.read());
      url = null;
      write(link);
      isAfterLink = true;
    },
  };
}

/** The address; before it the words, if they are not a form of it. */
function describeLink(url: string, words: string): string {
  const isAddress = bare(url).startsWith(bare(words).replace(/…$/, ""));
  return isAddress ? url : `${words} ${url}`;
}

function bare(address: string): string {
  return address.replace(TRIMMINGS, "").toLowerCase();
}
