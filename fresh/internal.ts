/**
 * What a generated `_fresh/server.js` needs.
 *
 * @module
 */
export { equipFromDisk } from "./equip_from_disk.ts";
