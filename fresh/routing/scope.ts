import type { BuildSnapshot } from "../build_snapshot.ts";
import type { LayoutConfig, RouteComponent } from "../types.ts";

/** A layout of a folder. */
export interface Layout {
  // deno-lint-ignore no-explicit-any -- layouts of any state are kept alike
  component: RouteComponent<any>;
  config: LayoutConfig;
}

/** What a page is rendered with at the place that a request has reached. */
export interface Scope {
  readonly snapshot: BuildSnapshot;
  // deno-lint-ignore no-explicit-any -- wrappers of any state are kept alike
  app: RouteComponent<any> | null;
  /** Outermost first. */
  layouts: readonly Layout[];
}
