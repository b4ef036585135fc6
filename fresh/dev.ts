/**
 * Builds an app, and serves it while one works on it.
 *
 * @module
 */
export { Builder } from "./dev/builder.ts";
export type { BuildOptions } from "./dev/build_options.ts";
