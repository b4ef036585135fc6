import type { RouteFile } from "./build.ts";
import {
  type Context,
  HttpError,
  type Method,
  type Middleware,
  page,
  type RouteComponent,
  type RouteHandler,
} from "./context.ts";
import { renderPage } from "./render_page.ts";
import type { Answer, Layer } from "./router.ts";

/** The exports of a file: a handler, a component, or both. */
interface Route<S> {
  component?: RouteComponent<S> | undefined;
  handler?: RouteHandler<unknown, S> | undefined;
}

/** Layers and answers of the files in the routes folder: first `_app`, `_error` and `_middleware`, then the pages. */
export function fileRoutes<S>(
  files: readonly RouteFile[],
): (Layer<S> | Answer<S>)[] {
  const sorted = files.toSorted((a, b) => rank(a.path) < rank(b.path) ? -1 : 1);
  const isLayer = ({ path }: RouteFile) => /(^|\/)_[^/]*$/.test(path);
  return [
    ...sorted.filter(isLayer).map(toLayer<S>),
    ...sorted.filter((file) => !isLayer(file)).map(toAnswer<S>),
  ];
}

function toLayer<S>(file: RouteFile): Layer<S> {
  const [, folder = "", name] = /^(.*\/)?_(\w+)\.\w+$/.exec(file.path) ?? [];
  const path = patternOf(`${folder}index.ts`);
  const route = readRoute<S>(file);
  const { component, handler } = route;
  if (name === "error") return { kind: name, path, run: [showErrors(route)] };
  if (component && handler) {
    throw new Error(`Cannot use routes/${file.path}: default and a handler`);
  }
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

/** Answers with the error page where something fails; logging is up to that page. */
function showErrors<S>(route: Route<S>): Middleware<S> {
  return async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
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

/** Runs the handler of a route; unless that returns a response, renders the component. */
async function renderRoute<S>(
  { handler, component = () => null }: Route<S>,
  ctx: Context<S>,
  status: number,
): Promise<Response> {
  const method = ctx.req.method as "GET" | "HEAD";
  const handle = typeof handler === "object"
    ? handler[method] ?? (method === "HEAD" ? handler.GET : undefined)
    : handler;
  const result = await (handle?.(ctx) ?? page());
  if (result instanceof Response) return result;
  if (typeof result !== "object" || !("data" in result)) {
    throw new TypeError(`Cannot answer ${ctx.url.pathname}: not page()`);
  }
  ctx.data = result.data;
  return renderPage(ctx, component, { status, ...result });
}

function readRoute<S>({ path, module }: RouteFile): Route<S> {
  const { default: component, handlers, handler = handlers, config } = module;
  if (config) throw new Error(`Cannot use the config of routes/${path}`);
  if ("handler" in module && "handlers" in module) {
    throw new Error(`Cannot use routes/${path}: both handler and handlers`);
  }
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

/** Sorts from specific to general: `a`, `a-[x]`, `[x]`, `[...x]`. */
function rank(path: string): string {
  return path.replaceAll("[...", "\uffff").replaceAll("[", "\ufffe");
}
