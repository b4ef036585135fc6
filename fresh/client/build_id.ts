/** The build that is being served; set once, on both sides. */
export const build: { id: string } = { id: "" };

/** Name of the query parameter that says which build an asset belongs to. */
export const CACHE_KEY = "__frsh_c";
