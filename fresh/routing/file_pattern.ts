/** The URL pattern of a file in the routes folder, such as `/t/:topic` of `t/[topic].tsx`. */
export function filePattern(path: string): string {
  return placeOf(path).replaceAll(/\/\([^)]*\)(?=\/|$)/g, "") || "/";
}

/** Like its pattern, but with the `(group)` folders. */
export function placeOf(path: string): string {
  const name = path.replace(/\.[jt]sx?$/, "").replace(/(^|\/)index$/, "");
  const pattern = `/${name}`
    .replaceAll(/\[\.\.\.(\w+)\]/g, ":$1*")
    .replaceAll(/\[(\w+)\]/g, ":$1");
  if (/[[\]]/.test(pattern)) {
    throw new SyntaxError(`Cannot make a route of "${path}": stray bracket`);
  }
  return pattern;
}

/** Puts what is more particular first: `a`, `a-[x]`, `[x]`, `[...x]`. */
export function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = rank(left[i]) - rank(right[i]);
    if (order !== 0) return order;
  }
  return a < b ? -1 : 1;
}

function rank(part: string = ""): number {
  if (part.startsWith("[...")) return 3;
  return part.startsWith("[") ? 2 : part.includes("[") ? 1 : 0;
}
