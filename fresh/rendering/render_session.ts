import { Fragment, h, options, toChildArray, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { BuildSnapshot, IslandRef } from "../build_snapshot.ts";
import { Head } from "../client/head.ts";
import { bootScripts } from "./boot_scripts.ts";
import { islandBoundary } from "./island_boundary.ts";
import { mergeHead } from "./merge_head.ts";

/** An island that a page has used. */
export interface UsedIsland {
  ref: IslandRef;
  /** Its props, as JSON. */
  props: string;
}

/** Preact calls this with each node that is about to be rendered. */
interface Hooks {
  __b?: (vnode: VNode<Props>) => void;
}
// deno-lint-ignore no-explicit-any -- nodes of all kinds pass here
type Props = any;

/** Collects, over the parts of one page, what its head and its end must hold. */
export class RenderSession {
  readonly nonce: string = crypto.randomUUID().replaceAll("-", "");
  readonly islands: UsedIsland[] = [];
  /** Nodes inside an island, which must not become islands again. */
  readonly plain: WeakSet<VNode<Props>> = new WeakSet();
  readonly #head: VNode<Props>[] = [];
  readonly #island = islandBoundary(this);
  readonly #scripts = () => bootScripts(this);

  constructor(readonly snapshot: BuildSnapshot) {}

  /** Renders one part. Only while this runs does the session watch what is rendered. */
  render(vnode: VNode | null): string {
    const hooks = options as Hooks;
    const before = hooks.__b;
    const changed: [VNode<Props>, VNode<Props>][] = [];
    hooks.__b = (node) => {
      const change = this.#change(node);
      if (change) {
        changed.push([node, { ...node }]);
        Object.assign(node, change);
      }
      before?.(node);
    };
    try {
      return renderToString(h(Fragment, null, vnode));
    } finally {
      if (before) hooks.__b = before;
      else delete hooks.__b;
      // A node may be a constant that the next page uses again.
      for (const [node, { type, props }] of changed) {
        Object.assign(node, { type, props });
      }
    }
  }

  /** What browsers may load before they have read the page. */
  preloads(): Set<string> {
    if (this.islands.length === 0) return new Set();
    const used = this.islands.flatMap(({ ref }) => [ref.url, ...ref.imports]);
    return new Set([...this.snapshot.boot, ...used]);
  }

  /** What is rendered in place of `node`, if not itself. */
  #change(node: VNode<Props>): Pick<VNode<Props>, "type" | "props"> | null {
    const { type, props } = node;
    if (type === Head) {
      this.#head.push(...toChildArray(props.children) as VNode[]);
      return { type: Fragment, props: {} };
    }
    if (type === "head") {
      const children = mergeHead(props.children, this.#head);
      return { type, props: { ...props, children } };
    }
    if (type === "body") {
      const children = [props.children, h(this.#scripts, null)];
      return { type, props: { ...props, children } };
    }
    if (type === "script" || type === "style") {
      return { type, props: { ...props, nonce: props.nonce ?? this.nonce } };
    }
    if (this.snapshot.islands.has(type) && !this.plain.has(node)) {
      return { type: this.#island, props: { type, props } };
    }
    return null;
  }
}
