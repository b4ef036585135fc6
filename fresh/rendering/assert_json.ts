import { isValidElement } from "preact";

/**
 * Props of an island as JSON.
 *
 * @throws {TypeError} If the browser could not be given the same.
 */
export function serializeProps(island: string, props: object): string {
  assertJson(props, `props of ${island}`, []);
  return JSON.stringify(props);
}

function assertJson(value: unknown, path: string, outer: unknown[]): void {
  if (value === null || Number.isFinite(value)) return;
  if (["string", "boolean", "undefined"].includes(typeof value)) return;
  const prototype = typeof value === "object" && Object.getPrototypeOf(value);
  const isPlain = [Object.prototype, Array.prototype, null].includes(prototype);
  if (!isPlain || isValidElement(value) || outer.includes(value)) {
    throw new TypeError(
      `Cannot serialize ${path}: ${typeof value} is not JSON`,
    );
  }
  for (const [name, item] of Object.entries(value as object)) {
    assertJson(item, `${path}.${name}`, [...outer, value]);
  }
}
