import { isValidElement } from "preact";

/**
 * Makes sure that JSON can hold `value`; only `undefined` may vanish.
 *
 * @throws {TypeError} If it cannot, with the path to what is to blame.
 */
export function assertJson(
  value: unknown,
  path: string,
  outer: readonly unknown[] = [],
): void {
  if (value === null || Number.isFinite(value)) return;
  if (["string", "boolean", "undefined"].includes(typeof value)) return;
  const prototype = typeof value === "object" && Object.getPrototypeOf(value);
  const isPlain = prototype === null || prototype === Array.prototype ||
    prototype === Object.prototype && !isValidElement(value);
  if (!isPlain || outer.includes(value)) {
    throw new TypeError(
      `Cannot serialize ${path}: ${typeof value} is not JSON`,
    );
  }
  for (const [name, item] of Object.entries(value as object)) {
    assertJson(item, `${path}.${name}`, [...outer, value]);
  }
}
