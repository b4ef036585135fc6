import { define } from "../state.ts";
import { getOnly } from "./(_shared)/methods.ts";

/** Liveness: the process answers. */
export const handler = define.handlers(
  getOnly(() =>
    Response.json({ ok: true }, { headers: { "cache-control": "no-store" } })
  ),
);
