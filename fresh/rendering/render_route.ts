import type { Context } from "../context.ts";
import { page, type PageResponse } from "../page.ts";
import type { HandlerFn, Route } from "../types.ts";
import { renderComponent } from "./render_component.ts";
import { renderPage } from "./render_page.ts";

/** Runs the handler of a route and, unless that answers itself, renders its component. */
export async function renderRoute<S>(
  route: Route<S>,
  ctx: Context<S>,
  status: number = 200,
): Promise<Response> {
  const result = await (pickHandler(route, ctx.req.method)?.(ctx) ?? page());
  if (result instanceof Response) return result;
  assertPage(result, ctx.url);

  ctx.data = result.data;
  const vnode = route.component
    ? await renderComponent(route.component, ctx)
    : null;
  if (vnode instanceof Response) return vnode;
  const { headers = {} } = result;
  return await renderPage(
    ctx,
    vnode,
    { status: result.status ?? status, headers },
    route.config,
  );
}

function pickHandler<S>(
  { handler }: Route<S>,
  method: string,
): HandlerFn<unknown, S> | undefined {
  if (typeof handler !== "object") return handler;
  return handler[method as keyof typeof handler] ??
    (method === "HEAD" ? handler.GET : undefined);
}

function assertPage(
  result: unknown,
  url: URL,
): asserts result is PageResponse<unknown> {
  if (typeof result === "object" && result !== null && "data" in result) return;
  throw new TypeError(
    `Cannot answer ${url.pathname}: its handler returned neither a Response nor page()`,
  );
}
