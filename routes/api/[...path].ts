import { HttpError } from "fresh";
import { define } from "../../state.ts";

/** What no other file here answers. */
export const handler = define.handlers(({ url }): Response => {
  const path = JSON.stringify(url.pathname.slice(0, 100));
  throw new HttpError(404, `There is nothing at ${path}`);
});
