/** Where pages ask in development whether the server is still the same. */
export const ALIVE_PATH = "/_frsh/alive";
