import { getOnly } from "../(_shared)/methods.ts";
import { define } from "../../state.ts";

export const handler = define.handlers(getOnly(
  async ({ state }) => Response.json(await state.readPipeline()),
));
