import {
  addressOf,
  type AdminContext,
  adminOnly,
} from "../../(_shared)/admin.ts";
import { answerMethods, type Endpoint } from "../../(_shared)/methods.ts";
import { readJson } from "../../(_shared)/request.ts";
import { parseChoice } from "../../../domain/request/parameters.ts";
import { readQueryText, readTopicChange } from "../../../domain/topic/input.ts";
import { define } from "../../../state.ts";

const TOPIC = answerMethods<AdminContext>({
  PATCH: adminOnly(async (ctx) => {
    const change = readTopicChange(await readJson(ctx.req));
    const { admin } = ctx.state;
    const slug = ctx.params.slug!;
    return Response.json(await admin.change(slug, change, addressOf(ctx)));
  }),
  DELETE: adminOnly(async (ctx) => {
    const { state, params, url: { searchParams } } = ctx;
    const slug = params.slug!;
    const choices = ["0", "1"] as const;
    const purge = parseChoice(searchParams, "purge", choices, {
      fallback: "0",
    }) === "1";
    const { posts } = await state.admin.remove(slug, { purge }, addressOf(ctx));
    return Response.json({ slug, posts, purged: purge });
  }),
});

/** `POST` tries a query. The rest is for a topic that is named `test`. */
const TEST = answerMethods<AdminContext>({
  PATCH: TOPIC.PATCH,
  DELETE: TOPIC.DELETE,
  POST: adminOnly(async ({ req, state }) => {
    const query = readQueryText(await readJson(req));
    return Response.json(await state.admin.test(query));
  }),
});

/** Calls a method of the resource that the slug stands for. */
function answer(method: keyof typeof TOPIC): Endpoint<AdminContext> {
  return (ctx) => (ctx.params.slug === "test" ? TEST : TOPIC)[method](ctx);
}

/** Changes a topic; `POST` to `test` tries a query. */
export const handler = define.handlers({
  GET: answer("GET"),
  HEAD: answer("HEAD"),
  POST: answer("POST"),
  PUT: answer("PUT"),
  PATCH: answer("PATCH"),
  DELETE: answer("DELETE"),
  OPTIONS: answer("OPTIONS"),
});
