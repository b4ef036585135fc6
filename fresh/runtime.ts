/** What islands may import. @module */
export { asset } from "./client/asset.ts";
export { Head } from "./client/head.ts";
