import { TOKEN_CHARACTER } from "../text/tokens.ts";

/** Faces that no emoji of `readSmiley` stands for, each with its one spelling; `~` is a character of a word. */
const FACES: readonly (readonly [face: string, source: string])[] = [
  [":P", String.raw`[:;=]['\-]?[pP](?!~)`],
  [":D", String.raw`[:;=]['\-]?[dD]+(?!~)|[xX]D+(?!~)`],
  [":/", String.raw`[:=]['\-]?[\/\\\|](?![~\/])`],
  [":*", String.raw`[:;=]['\-]?[*xX](?!~)`],
  [":o", String.raw`[:=]['\-]?[oO0](?!~)`],
  [":3", String.raw`[:=]['\-]?[3sS](?!~)`],
  ["^^", String.raw`\^[_.\-]?\^`],
  ["-_-", String.raw`-[_.]+-|(?:[oO][_.][oO]|[TXxtQ]_+[TXxtQ])(?!~)`],
  ["</3", String.raw`<\/3(?!~)`],
  ["(:", String.raw`(?<!\S)[\(\[]['\-]?[:;=](?!~)`],
  ["):", String.raw`(?<!\S)[\)\]]['\-]?[:;=](?!~)`],
];

const FACE_AT = new RegExp(
  FACES.map(([, source]) => `(${source.replaceAll("~", TOKEN_CHARACTER)})`)
    .join("|"),
  "vy",
);

/** The face that begins at a position, in its one spelling, and where it ends. */
export function findFace(
  text: string,
  at: number,
): { face: string; to: number } | null {
  FACE_AT.lastIndex = at;
  const match = FACE_AT.exec(text);
  if (!match) return null;
  const group = match.findIndex((it, i) => i > 0 && it !== undefined);
  return { face: FACES[group - 1]![0], to: FACE_AT.lastIndex };
}
