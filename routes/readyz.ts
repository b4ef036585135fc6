import { describeReadiness } from "../domain/pipeline/pipeline.ts";
import { define } from "../state.ts";
import { getOnly } from "./(_shared)/methods.ts";

/** Readiness: what the process is for gets done. */
export const handler = define.handlers(
  getOnly(async ({ state }) => {
    const { body, status } = describeReadiness(await state.findUnready());
    const headers = { "cache-control": "no-store" };
    return Response.json(body, { status, headers });
  }),
);
