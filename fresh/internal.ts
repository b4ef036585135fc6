/** What a generated `_fresh/server.js` needs. @module */
export { loadBuild } from "./load_build.ts";
