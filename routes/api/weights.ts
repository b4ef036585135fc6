import { getOnly } from "../(_shared)/methods.ts";
import { readPostWeights } from "../(_shared)/weights.ts";
import { readTopic } from "../(_shared)/views.ts";
import { define } from "../../state.ts";

export const handler = define.handlers(getOnly(async (ctx) => {
  const { post, words } = await readPostWeights(ctx, readTopic(ctx));
  const { seq, sentiment, pNegative, pPositive, scorer } = post;
  const scores = { sentiment, pNegative, pPositive, scorer };
  return Response.json({ seq, ...scores, words });
}));
