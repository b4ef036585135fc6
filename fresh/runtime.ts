/**
 * What islands may import.
 *
 * @module
 */
export { asset } from "./client/asset.ts";
export { Head, type HeadProps } from "./client/head.ts";
export { IS_BROWSER } from "./client/is_browser.ts";
export { HttpError } from "./http_error.ts";
