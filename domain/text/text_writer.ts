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

/** Puts text together as a page shows it: white space is one space, lines are trimmed. */
interface TextBuilder {
  write(text: string): void;
  /** Begins a new line, unless one has just begun. */
  newLine(): void;
  /** Ends this line, even if it is empty; but at most one empty line stays. */
  breakLine(): void;
  /** What was written, without space around it. */
  read(): string;
}

const SPACE = /[ \t\r\n\f]+/g;
const MOST_BREAKS = 2;

/** Begins a text. */
function createTextBuilder(): TextBuilder {
  const parts: string[] = [];
  /** Line breaks and a space that wait for what follows. */
  let breaks = 0;
  let hasSpace = false;

  return {
    write(text) {
      const collapsed = text.replace(SPACE, " ");
      const words = collapsed.replace(/^ | $/g, "");
      if (words === "") {
        hasSpace ||= collapsed !== "";
        return;
      }
      if (parts.length > 0) {
        if (breaks > 0) parts.push("\n".repeat(breaks));
        else if (hasSpace || collapsed[0] === " ") parts.push(" ");
      }
      parts.push(words);
      breaks = 0;
      hasSpace = collapsed.endsWith(" ");
    },
    newLine() {
      breaks ||= 1;
    },
    breakLine() {
      breaks = Math.min(breaks + 1, MOST_BREAKS);
    },
    read: () => parts.join(""),
  };
}
