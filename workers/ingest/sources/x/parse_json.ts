/** A bare number of so many digits that a JavaScript number may not hold it. */
const BIG_NUMBER = /[[:,]\s*-?\d{16}/;

/** `JSON.parse`, with what newer engines tell of a value: its text. */
const parse = JSON.parse as (
  text: string,
  revive: (key: string, value: unknown, context: { source: string }) => unknown,
) => unknown;

/**
 * Parses JSON without loss: a whole number that is too big for JavaScript
 * becomes a string of its digits, as X may write ids either way.
 *
 * @throws {SyntaxError} If it is not JSON, or too deep.
 */
export function parseJson(text: string): unknown {
  if (!BIG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return parse(
      text,
      (_key, value, { source }) =>
        typeof value === "number" && !Number.isSafeInteger(value) &&
          /^-?\d+$/.test(source)
          ? source
          : value,
    );
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new SyntaxError("It is too deep", { cause });
  }
}
