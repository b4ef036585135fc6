import { HttpError } from "fresh";
import { define } from "../../state.ts";

/** Every path without an endpoint. */
export const handler = define.handlers(({ url }): Response => {
  const path = JSON.stringify(url.pathname.slice(0, 100));
  throw new HttpError(404, `No endpoint at ${path}`);
});
