const [LAST, SURROGATES, AFTER_SURROGATES] = [0x10ffff, 0xd800, 0xe000];

/**
 * The lowest text, by its bytes in UTF-8, that is higher than all that begin
 * with `prefix`; null if there is none.
 */
export function afterPrefix(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.at(-1) === LAST) points.pop();
  const last = points.pop();
  if (last === undefined) return null;
  const next = last + 1 === SURROGATES ? AFTER_SURROGATES : last + 1;
  return String.fromCodePoint(...points, next);
}
