import { define } from "../state.ts";
import { getOnly } from "./(_shared)/methods.ts";

/** Readiness: every service that the process needs is reachable. */
export const handler = define.handlers(getOnly(async ({ state }) => {
  const unreachable = await state.findUnready();
  const headers = { "cache-control": "no-store" };
  if (unreachable.length === 0) return Response.json({ ok: true }, { headers });
  return Response.json({ ok: false, unreachable }, { status: 503, headers });
}));
