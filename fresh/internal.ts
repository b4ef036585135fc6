/**
 * What a generated `_fresh/server.js` needs.
 *
 * @module
 */
export { equip } from "./equip.ts";
export { loadSnapshot } from "./load_snapshot.ts";
