/**
 * Props of an island as JSON.
 *
 * @throws {TypeError} If the browser could not be given the same value.
 */
export function serializeProps(
  island: string,
  props: Record<string, unknown>,
): string {
  const { children, ...others } = props;
  if (children !== undefined) {
    throw new TypeError(`Cannot give children to the island ${island}`);
  }
  assertJson(others, `props of the island ${island}`, []);
  return JSON.stringify(others);
}

function assertJson(
  value: unknown,
  path: string,
  outer: readonly unknown[],
): void {
  if (value === null) return;
  if (typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number" && Number.isFinite(value)) return;
  if (typeof value !== "object" || outer.includes(value)) {
    throw notJson(path, typeof value === "object" ? "a circle" : typeof value);
  }

  const inner = [...outer, value];
  if (Array.isArray(value)) {
    value.forEach((item, i) => assertJson(item, `${path}[${i}]`, inner));
    return;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw notJson(path, `a ${prototype.constructor.name}`);
  }
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) assertJson(item, `${path}.${name}`, inner);
  }
}

function notJson(path: string, kind: string): TypeError {
  return new TypeError(`Cannot serialize ${path}: ${kind} is not JSON`);
}
