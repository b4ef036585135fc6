import { createDefine } from "fresh";
import {
  type AnyComponent,
  type Attributes,
  type FunctionComponent,
  h,
  type VNode,
} from "preact";
import { chooseLocale, setLocale } from "./domain/format/locale.ts";
import type { createState } from "./start/web/state.ts";

/** What every route reaches as `ctx.state`. */
export type State = ReturnType<typeof createState>;

/** What the holder of the token may do. */
export type TopicAdmin = State["admin"];

const helpers = createDefine<State>();

/**
 * Fresh's helpers, typed for {@linkcode State}. Pages and layouts defined with
 * them format numbers and times in the viewer's locale.
 */
export const define: typeof helpers = {
  ...helpers,
  page: (render) => forViewer(render),
  layout: (render) => forViewer(render),
};

/**
 * Sets the viewer's locale right before a page renders. Rendering awaits nothing,
 * so no other request can come between: pages must not be async.
 */
function forViewer<P extends { req: Request }>(
  render: AnyComponent<P>,
): AnyComponent<P> {
  return function ForViewer(props: P): VNode<Attributes & P> {
    setLocale(chooseLocale(props.req.headers.get("accept-language")));
    return h(render as FunctionComponent<P>, props);
  };
}
