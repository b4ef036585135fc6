/** The build that is being served; set once, on both sides. */
export const build: { id: string } = { id: "" };

/** Name of the query parameter that says which build an asset belongs to. */
export const CACHE_KEY = "__frsh_c";

/** Where pages ask in development whether the server is still the same. */
export const ALIVE_PATH = "/_frsh/alive";

/** Begins the comment before an island; its index follows. */
export const ISLAND_START = "fresh:island:";

/** The comment after an island. */
export const ISLAND_END = "/fresh:island";

/** Id of the element that holds the build's id and the islands of a page, as JSON. */
export const DATA_ID = "fresh-islands";
