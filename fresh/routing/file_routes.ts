import { HttpError } from "../http_error.ts";
import type { RouteFile } from "../load_build.ts";
import { renderRoute, type Route } from "../rendering/render_route.ts";
import type { Method, Middleware } from "../types.ts";
import type { Answer, Layer } from "./router.ts";
import { reportError } from "./run_chain.ts";

/** What the files of the routes folder tell: first what lies around pages, then the pages. */
export function fileRoutes<S>(
  files: readonly RouteFile[],
): (Layer<S> | Answer<S>)[] {
  const sorted = files.toSorted((a, b) => rank(a.path) < rank(b.path) ? -1 : 1);
  const isAround = ({ path }: RouteFile) => /(^|\/)_[^/]*$/.test(path);
  return [
    ...sorted.filter(isAround).map(toLayer<S>),
    ...sorted.filter((file) => !isAround(file)).map(toAnswer<S>),
  ];
}

function toLayer<S>(file: RouteFile): Layer<S> {
  const [, folder = "", name] = /^(.*\/)?_(\w+)\.\w+$/.exec(file.path) ?? [];
  const path = patternOf(`${folder}index.ts`);
  const route = readRoute<S>(file);
  const { component, handler } = route;
  if (name === "error") return { kind: name, path, run: [showErrors(route)] };
  const run = [component ?? handler].flat() as Middleware<S>[];
  if (name === "middleware" && run.every((one) => typeof one === "function")) {
    return { kind: name, path, run };
  }
  if (name !== "app" || !component) {
    throw new Error(`Cannot use routes/${file.path}: unknown name or exports`);
  }
  const wrap: Middleware<S> = (ctx) => {
    ctx.wrapper = component;
    return ctx.next();
  };
  return { kind: name, path: "/", run: [wrap] };
}

/** Shows a page in place of what fails. */
function showErrors<S>(route: Route<S>): Middleware<S> {
  return async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
      reportError(error);
      const status = error instanceof HttpError ? error.status : 500;
      return await renderRoute(route, ctx, status);
    }
  };
}

function toAnswer<S>(file: RouteFile): Answer<S> {
  const route = readRoute<S>(file);
  const { handler = {}, component } = route;
  const own = Object.keys(handler) as Method[];
  if (component) own.push("GET");
  return {
    methods: typeof handler === "function" ? null : own,
    path: patternOf(file.path),
    run: (ctx) => renderRoute(route, ctx, 200),
  };
}

function readRoute<S>({ path, module }: RouteFile): Route<S> {
  const { default: component, handlers, handler = handlers, config } = module;
  if (config) throw new Error(`Cannot use the config of routes/${path}`);
  if (component || handler) return { component, handler } as Route<S>;
  throw new Error(`Could not find relevant exports in routes/${path}`);
}

/** `/t/:topic` of `t/[topic].tsx`. */
function patternOf(path: string): string {
  const pattern = `/${path}`.replace(/(\/index)?\.\w+$/, "")
    .replaceAll(/\[\.\.\.(\w+)\]/g, ":$1*").replaceAll(/\[(\w+)\]/g, ":$1");
  if (!/[[\]()]/.test(pattern)) return pattern || "/";
  throw new SyntaxError(`Cannot make a route of ${path}: stray bracket`);
}

/** Sorts what is more particular first: `a`, `a-[x]`, `[x]`, `[...x]`. */
function rank(path: string): string {
  return path.replaceAll("[...", "\uffff").replaceAll("[", "\ufffe");
}
