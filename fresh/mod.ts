/** A stand-in for the part of Fresh 2.3 that this repository's app uses. @module */
export { App } from "./app.ts";
export type * from "./context.ts";
export { createDefine, HttpError, page } from "./context.ts";
export { csp, type CSPOptions } from "./csp.ts";
export { staticFiles } from "./static_files.ts";
