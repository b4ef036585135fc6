/** Builds an app, and serves it while one works on it. @module */
export { Builder, type BuildOptions } from "./dev/builder.ts";
