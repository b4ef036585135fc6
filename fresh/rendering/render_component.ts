import {
  type AnyComponent,
  type Attributes,
  type FunctionComponent,
  h,
  type VNode,
} from "preact";
import type { Context } from "../context.ts";
import type { PageProps, RouteComponent } from "../types.ts";

type AsyncComponent<S> = (
  props: PageProps<unknown, S>,
) => Promise<VNode | Response | null>;

/** Readies a page, layout or app wrapper for rendering; async ones run here. */
export async function renderComponent<S>(
  component: RouteComponent<S>,
  ctx: Context<S>,
  inner: FunctionComponent = ctx.Component,
): Promise<VNode | Response | null> {
  const { config, url, req, params, info, state, isPartial, error, route } =
    ctx;
  const props: PageProps<unknown, S> = {
    config,
    url,
    req,
    params,
    info,
    state,
    isPartial,
    error,
    route,
    data: ctx.data,
    Component: inner,
  };
  if (isAsync(component)) return await component(props);
  return h(component as AnyComponent, props as Attributes);
}

function isAsync<S>(
  component: RouteComponent<S>,
): component is AsyncComponent<S> {
  return Object.prototype.toString.call(component) === "[object AsyncFunction]";
}
