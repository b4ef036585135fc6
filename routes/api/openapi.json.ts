import { getOnly } from "../(_shared)/methods.ts";
import { API_DOCUMENT } from "../../domain/api/document.ts";
import { define } from "../../state.ts";

/** The API for programs. */
export const handler = define.handlers(
  getOnly(() => Response.json(API_DOCUMENT)),
);
