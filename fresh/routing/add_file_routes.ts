import type { RouteFile } from "../load_build.ts";
import type { Middleware, Route } from "../types.ts";
import type { RouteTable } from "./route_table.ts";

/** Adds the files of the routes folder: first what lies around pages, then the pages. */
export function addFileRoutes<S>(
  table: RouteTable<S>,
  files: readonly RouteFile[],
): void {
  const sorted = files.toSorted((a, b) => rank(a.path) < rank(b.path) ? -1 : 1);
  const isPage = ({ path }: RouteFile) => !/(^|\/)_[^/]*$/.test(path);
  for (const file of sorted) if (!isPage(file)) addSpecial(table, file);
  for (const file of sorted.filter(isPage)) {
    const place = placeOf(file.path);
    const pattern = place.replaceAll(/\/\([^)]*\)/g, "") || "/";
    table.addPage(pattern, readRoute<S>(file), place);
  }
}

function addSpecial<S>(table: RouteTable<S>, file: RouteFile): void {
  const [, folder = "", kind] = /^(.*\/)?_(\w+)\.\w+$/.exec(file.path) ?? [];
  const place = placeOf(`${folder}index.ts`);
  const route = readRoute<S>(file);
  const { component, handler, config = {} } = route;
  const layers = [component ?? handler].flat() as Middleware<S>[];
  const isFunction = (layer: unknown) => typeof layer === "function";
  if (kind === "middleware" && layers.every(isFunction)) {
    table.wrap(place, "middleware", layers);
  } else if (kind === "error" || kind === "500") {
    table.onError(place, route);
  } else if (kind === "404") {
    table.notFound(route);
  } else if (component && kind === "app") {
    table.wrap("*", "page", [({ scope, next }) => {
      scope.wrapper = component;
      return next();
    }]);
  } else if (component && kind === "layout") {
    table.wrap(place, "page", [({ scope, next }) => {
      if (config.skipAppWrapper) scope.wrapper = null;
      if (config.skipInheritedLayouts) scope.layouts = [];
      scope.layouts = [...scope.layouts, component];
      return next();
    }]);
  } else {
    throw new Error(
      `Cannot use routes/${file.path}: not a name or an export that is known`,
    );
  }
}

function readRoute<S>({ path, module }: RouteFile): Route<S> {
  const { default: component, handlers, handler = handlers, config } = module;
  if (component || handler || config) {
    return { component, handler, config } as Route<S>;
  }
  throw new Error(`Could not find relevant exports in routes/${path}`);
}

/** `/t/:topic` of `t/[topic].tsx`; `(group)` folders stay. */
function placeOf(path: string): string {
  const place = `/${path}`.replace(/(\/index)?\.\w+$/, "")
    .replaceAll(/\[\.\.\.(\w+)\]/g, ":$1*").replaceAll(/\[(\w+)\]/g, ":$1");
  if (!/[[\]]/.test(place)) return place;
  throw new SyntaxError(`Cannot make a route of ${path}: stray bracket`);
}

/** Sorts what is more particular first: `a`, `a-[x]`, `[x]`, `[...x]`. */
function rank(path: string): string {
  return path.replaceAll("[...", "\uffff").replaceAll("[", "\ufffe");
}
