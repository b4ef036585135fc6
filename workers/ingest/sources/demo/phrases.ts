/** Splits a block of text into phrases, at line ends and at `|`. */
export function phrases(block: string): string[] {
  return block.split(/[\n|]/).map((phrase) => phrase.trim()).filter(Boolean);
}
