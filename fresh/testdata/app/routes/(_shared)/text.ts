/** Not a route: as one it would be refused. */
export const TEXT = "shared";
