import { define } from "../../state.ts";
import { getOnly } from "../(_shared)/get_only.ts";

export const handler = define.handlers(getOnly(
  async ({ state }) => Response.json(await state.readPipeline()),
));
