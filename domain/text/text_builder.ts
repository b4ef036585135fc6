/** Puts text together as a page shows it: white space is one space, lines are trimmed. */
export interface TextBuilder {
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
export function createTextBuilder(): TextBuilder {
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
