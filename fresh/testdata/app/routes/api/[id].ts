import { createDefine } from "fresh";

export const handler = createDefine().handlers({
  GET: (ctx) => Response.json(ctx.params),
});
