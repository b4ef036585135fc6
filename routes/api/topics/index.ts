import {
  addressOf,
  type AdminContext,
  adminOnly,
} from "../../(_shared)/admin.ts";
import { answerMethods } from "../../(_shared)/methods.ts";
import { readJson } from "../../(_shared)/request.ts";
import { readNewTopic } from "../../../domain/topic/input.ts";
import { define } from "../../../state.ts";

export const handler = define.handlers(answerMethods<AdminContext>({
  GET: async ({ state }) =>
    Response.json(await state.listTopics({ ignored: true })),
  POST: adminOnly(async (ctx) => {
    const topic = readNewTopic(await readJson(ctx.req));
    const added = await ctx.state.admin.add(topic, addressOf(ctx));
    return Response.json(added, { status: 201 });
  }),
}));
