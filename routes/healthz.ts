import { define } from "../state.ts";
import { getOnly } from "./(_shared)/methods.ts";

/** Whether this process answers at all. */
export const handler = define.handlers(
  getOnly(() =>
    Response.json({ ok: true }, { headers: { "cache-control": "no-store" } })
  ),
);
