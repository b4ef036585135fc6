/** A stand-in for the part of Fresh 2.3 that this repository's app uses. @module */
export { App } from "./app.ts";
export type { Context } from "./context.ts";
export { createDefine, type Define } from "./define.ts";
export { type ErrorStatus, HttpError } from "./http_error.ts";
export { csp, type CSPOptions } from "./middlewares/csp.ts";
export { staticFiles } from "./middlewares/static_files.ts";
export { page, type PageResponse } from "./page.ts";
export type * from "./types.ts";
