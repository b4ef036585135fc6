import { API_DOCUMENT } from "../../domain/api/api_document.ts";
import { define } from "../../state.ts";
import { getOnly } from "../(_shared)/get_only.ts";

/** What can be asked here, for programs. */
export const handler = define.handlers(
  getOnly(() => Response.json(API_DOCUMENT)),
);
