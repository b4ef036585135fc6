import { type AdminContext, adminOnly } from "../(_shared)/admin.ts";
import { answerMethods } from "../(_shared)/methods.ts";
import { readJson } from "../(_shared)/request.ts";
import { readNewTopic } from "../../domain/topic/input.ts";
import { define } from "../../state.ts";

export const handler = define.handlers(answerMethods<AdminContext>({
  GET: async ({ state }) => Response.json(await state.listTopics()),
  POST: adminOnly(async ({ req, state }) => {
    const topic = await state.admin.add(readNewTopic(await readJson(req)));
    return Response.json(topic, { status: 201 });
  }),
}));
