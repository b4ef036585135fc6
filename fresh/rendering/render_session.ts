import { createContext, Fragment, h, options, toChildArray } from "preact";
import type { AnyComponent, ComponentChildren, VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { Head } from "../client/head.ts";
import { DATA_ID, ISLAND_END, ISLAND_START } from "../client/wire.ts";
import type { Build } from "../load_build.ts";
import { assertJson } from "./assert_json.ts";

// deno-lint-ignore no-explicit-any -- nodes of all kinds pass here
type AnyNode = VNode<any>;
type Change = Pick<AnyNode, "type" | "props">;

/** Preact calls this with each node that is about to be rendered. */
const hooks = options as { __b?: ((node: AnyNode) => void) | undefined };

const InIsland = createContext(false);

/** Collects, over the parts of one page, what its head and its end must hold. */
export class RenderSession {
  readonly nonce: string = crypto.randomUUID();
  /** What browsers may load before they have read the page. */
  readonly scripts: Set<string> = new Set();
  readonly #islands: [url: string, name: string, props: object][] = [];
  readonly #inIslands = new WeakSet<AnyNode>();
  #title: AnyNode | undefined;

  constructor(readonly build: Build) {}

  /** Renders one part; only meanwhile does the session see what is rendered. */
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

  /** What is rendered in place of a node, if not itself. */
  #change(node: AnyNode): Change | undefined {
    const { type, props } = node;
    if (type === Head) {
      this.#title = titleOf(props.children);
      return { type: Fragment, props: {} };
    } else if (type === "head") {
      const own = toChildArray(props.children) as AnyNode[];
      const rest = own.filter((child) => child.type !== "title");
      const children = this.#title ? [...rest, this.#title] : own;
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
    // What lies in an island comes to life together with it.
    const show = (isInside: boolean) => isInside ? node : this.#mark(node);
    return h(InIsland.Consumer, { children: show });
  };

  /** An island between two comments, by which browsers find it again. */
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

  /** What the body ends with. */
  readonly #End = (): AnyNode[] => {
    const script = (src: string) => h("script", { type: "module", src });
    const { id, boot, liveReload } = this.build;
    const end: AnyNode[] = liveReload ? [script(liveReload)] : [];
    if (this.#islands.length === 0) return end;
    const json = JSON.stringify({ id, islands: this.#islands });
    // HTML must not take any of it for its own.
    const __html = json.replaceAll("<", "\\u003c");
    const dangerouslySetInnerHTML = { __html };
    const attributes = { id: DATA_ID, type: "application/json" };
    const data = h("script", { ...attributes, dangerouslySetInnerHTML });
    return [...end, data, script(boot)];
  };
}

function titleOf(children: ComponentChildren): AnyNode {
  const [title, ...others] = toChildArray(children) as AnyNode[];
  if (title?.type === "title" && others.length === 0) return title;
  throw new TypeError("Cannot render <Head>: it takes one <title>");
}
