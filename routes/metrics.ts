import { define } from "../state.ts";
import { getOnly } from "./(_shared)/methods.ts";

const HEADERS = {
  "content-type": "text/plain; version=0.0.4; charset=utf-8",
  "cache-control": "no-store",
};

/** Prometheus metrics. */
export const handler = define.handlers(
  getOnly(async ({ state }) =>
    new Response(await state.readMetrics(), { headers: HEADERS })
  ),
);
