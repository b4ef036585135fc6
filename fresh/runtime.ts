/** What islands may import. @module */
export { asset } from "./client/asset.ts";
export { Head } from "./client/head.ts";
export { IS_BROWSER } from "./client/wire.ts";
export { HttpError } from "./http_error.ts";
