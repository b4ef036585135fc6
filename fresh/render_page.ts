import {
  type AnyComponent,
  type Attributes,
  type ComponentChildren,
  createContext,
  Fragment,
  h,
  isValidElement,
  options,
  toChildArray,
  type VNode,
} from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import type { Build } from "./build.ts";
import { DATA_ID, ISLAND_END, ISLAND_START } from "./client/wire.ts";
import type { Context, RouteComponent } from "./context.ts";
import { NONCE } from "./csp.ts";
import { Head } from "./runtime.ts";

/** Responds with a page: renders it first, then the app wrapper around it. */
export function renderPage<S>(
  ctx: Context<S>,
  page: RouteComponent<S>,
  init: ResponseInit,
): Response {
  const { build, wrapper } = ctx;
  if (!wrapper) throw new Error("Cannot render a page without routes/_app");
  const session = new RenderSession(build);
  let html = "";
  for (const component of [page, wrapper]) {
    if (component.constructor.name === "AsyncFunction") {
      throw new TypeError("Cannot render an async component");
    }
    const props = { ...ctx, Component: () => jsxTemplate([html]) };
    html = session.render(h(component as AnyComponent, props as Attributes));
  }

  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  for (const url of session.scripts) {
    headers.append("link", `<${url}>; rel="modulepreload"; as="script"`);
  }
  const response = new Response(`<!DOCTYPE html>${html}`, { ...init, headers });
  return Object.assign(response, { [NONCE]: session.nonce });
}

// deno-lint-ignore no-explicit-any -- nodes of all kinds pass here
type AnyNode = VNode<any>;
type Change = Pick<AnyNode, "type" | "props">;

/** Preact calls `__b` with each node that is about to be rendered. */
const hooks = options as { __b?: ((node: AnyNode) => void) | undefined };

const InIsland = createContext(false);

/** Collects title, islands and scripts over the parts of one page. */
class RenderSession {
  readonly nonce: string = crypto.randomUUID();
  /** Modules that browsers may load before they have parsed the page. */
  readonly scripts: Set<string> = new Set();
  readonly #islands: [url: string, name: string, props: object][] = [];
  readonly #inIslands = new WeakSet<AnyNode>();
  /** A title and what else a page has for its head. */
  #head: AnyNode[] = [];

  constructor(readonly build: Build) {}

  /** Renders one part. The hook of Preact is set only meanwhile. */
  render(part: VNode | null): string {
    const before = hooks.__b;
    const changed: [AnyNode, Change][] = [];
    hooks.__b = (node) => {
      const { type, props } = node;
      const change = this.#change(node);
      if (change) changed.push([node, { type, props }]);
      Object.assign(node, change);
      before?.(node);
    };
    try {
      return renderToString(h(Fragment, null, part));
    } finally {
      hooks.__b = before;
      // A node may be a constant that the next page uses again.
      for (const [node, change] of changed) Object.assign(node, change);
    }
  }

  /** The replacement of a node, if it has one. */
  #change(node: AnyNode): Change | undefined {
    const { type, props } = node;
    if (type === Head) {
      this.#head = headOf(props.children);
      return { type: Fragment, props: {} };
    } else if (type === "head") {
      const own = toChildArray(props.children) as AnyNode[];
      const rest = own.filter((child) => child.type !== "title");
      const children = this.#head.length > 0 ? [...rest, ...this.#head] : own;
      return { type, props: { ...props, children } };
    } else if (type === "body") {
      const children = [props.children, h(this.#End, null)];
      return { type, props: { ...props, children } };
    } else if (type === "script" || type === "style") {
      return { type, props: { ...props, nonce: props.nonce ?? this.nonce } };
    } else if (this.build.islands.has(type) && !this.#inIslands.has(node)) {
      return { type: this.#Island, props: { type, props } };
    }
  }

  readonly #Island = ({ type, props }: Change): AnyNode => {
    const node: AnyNode = h(type as AnyComponent, props);
    this.#inIslands.add(node);
    // An island inside an island is part of it.
    const show = (isInside: boolean) => isInside ? node : this.#mark(node);
    return h(InIsland.Consumer, { children: show });
  };

  /** Puts an island between two comments, by which the browser finds it. */
  #mark(island: AnyNode): AnyNode {
    const { type, props } = island;
    const [url, name] = this.build.islands.get(type)!;
    assertJson(props, `props of ${name}`);
    const index = this.#islands.push([url, name, props]) - 1;
    this.scripts.add(this.build.boot).add(url);
    const comment = (text: string) =>
      h(Fragment, { UNSTABLE_comment: text } as object);
    const [start, end] = [`${ISLAND_START}${index}`, ISLAND_END].map(comment);
    return h(InIsland.Provider, { value: true }, start, island, end);
  }

  /** The end of the body. */
  readonly #End = (): AnyNode[] => {
    const script = (src: string) => h("script", { type: "module", src });
    const { id, boot, liveReload } = this.build;
    const end: AnyNode[] = liveReload ? [script(liveReload)] : [];
    if (this.#islands.length === 0) return end;
    const json = JSON.stringify({ id, islands: this.#islands });
    // No text of it may end the script element.
    const __html = json.replaceAll("<", "\\u003c");
    const dangerouslySetInnerHTML = { __html };
    const attributes = { id: DATA_ID, type: "application/json" };
    const data = h("script", { ...attributes, dangerouslySetInnerHTML });
    return [...end, data, script(boot)];
  };
}

function headOf(children: ComponentChildren): AnyNode[] {
  const own = toChildArray(children) as AnyNode[];
  const [title, ...others] = own;
  const isKnown = title?.type === "title" &&
    others.every(({ type }) => type === "meta");
  if (isKnown) return own;
  throw new TypeError("Cannot render <Head>: it takes one <title>, and <meta>");
}

/**
 * Checks that JSON can hold `value`; only `undefined` may vanish.
 *
 * @throws {TypeError} If it cannot; the message has the path of the value.
 */
export function assertJson(value: unknown, path: string): void {
  assertPlain(value, [path], []);
}

/** @param outer What the value is in, and `path` the names that lead to it. */
function assertPlain(value: unknown, path: string[], outer: unknown[]): void {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return;
    case "number":
      if (Number.isFinite(value)) return;
  }
  if (value === null) return;
  const prototype = typeof value === "object" && Object.getPrototypeOf(value);
  const isPlain = prototype === null || prototype === Array.prototype ||
    prototype === Object.prototype && !isValidElement(value);
  if (!isPlain || outer.includes(value)) {
    throw new TypeError(
      `Cannot serialize ${path.join(".")}: ${typeof value} is not JSON`,
    );
  }
  outer.push(value);
  for (const [name, item] of Object.entries(value as object)) {
    path.push(name);
    assertPlain(item, path, outer);
    path.pop();
  }
  outer.pop();
}
