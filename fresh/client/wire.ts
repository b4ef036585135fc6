/** Names and values that server and browser share. @module */

/** The build that is being served; set once, on both sides. */
export const build: { id: string } = { id: "" };

/** Query parameter with the build that an asset belongs to. */
export const CACHE_KEY = "__frsh_c";

/** WebSocket over which pages in development notice a restart of the server. */
export const ALIVE_PATH = "/_frsh/alive";

/** Start of the comment before an island; its index follows. */
export const ISLAND_START = "fresh:island:";

/** The comment after an island. */
export const ISLAND_END = "/fresh:island";

/** Id of the element that holds the build's id and the islands of a page, as JSON. */
export const DATA_ID = "fresh-islands";
