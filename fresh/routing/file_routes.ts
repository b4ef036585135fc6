import type { RouteFile } from "../load_build.ts";
import type { Middleware, Route } from "../types.ts";
import { errorLayer } from "./error_layer.ts";
import { pageAnswer } from "./page_answer.ts";
import type { Answer, Layer } from "./router.ts";

/** What the files of the routes folder tell: first what lies around pages, then the pages. */
export function fileRoutes<S>(
  files: readonly RouteFile[],
): (Layer<S> | Answer<S>)[] {
  const sorted = files.toSorted((a, b) => rank(a.path) < rank(b.path) ? -1 : 1);
  const isPage = ({ path }: RouteFile) => !/(^|\/)_[^/]*$/.test(path);
  const pages = sorted.filter(isPage).map((file) => {
    const place = placeOf(file.path);
    const pattern = place.replaceAll(/\/\([^)]*\)/g, "") || "/";
    return pageAnswer(pattern, readRoute<S>(file), place);
  });
  return [...sorted.filter((f) => !isPage(f)).map(toLayer<S>), ...pages];
}

function toLayer<S>(file: RouteFile): Layer<S> {
  const [, folder = "", name] = /^(.*\/)?_(\w+)\.\w+$/.exec(file.path) ?? [];
  const path = placeOf(`${folder}index.ts`);
  const route = readRoute<S>(file);
  const { component, handler, config = {} } = route;
  const run = [component ?? handler].flat() as Middleware<S>[];
  if (name === "404") return errorLayer(null, route);
  if (name === "error" || name === "500") return errorLayer(path, route);
  if (name === "middleware" && run.every((one) => typeof one === "function")) {
    return { kind: "middleware", path, run };
  }
  if (!component || (name !== "app" && name !== "layout")) {
    throw new Error(`Cannot use routes/${file.path}: unknown name or exports`);
  }
  const layer: Middleware<S> = ({ scope, next }) => {
    if (config.skipInheritedLayouts) scope.layouts = [];
    if (name === "layout") scope.layouts = [...scope.layouts, component];
    if (name === "app") scope.wrapper = component;
    else if (config.skipAppWrapper) scope.wrapper = null;
    return next();
  };
  return { kind: "page", path: name === "app" ? "/" : path, run: [layer] };
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
