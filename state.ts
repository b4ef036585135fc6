import { createDefine } from "fresh";
import type { createState } from "./start/web/state.ts";

/** What every route reaches as `ctx.state`. */
export type State = ReturnType<typeof createState>;

/** What the holder of the token may do. */
export type TopicAdmin = State["admin"];

/** Fresh's helpers, typed for {@linkcode State}. */
export const define = createDefine<State>();
