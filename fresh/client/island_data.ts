/** Id of the element that holds the islands of a page. */
export const DATA_ELEMENT_ID = "fresh-islands";

/** Begins the comment before an island; its index follows. */
export const ISLAND_START = "fresh:island:";

/** The comment after an island. */
export const ISLAND_END = "/fresh:island";

/** What the element holds. */
export interface IslandData {
  buildId: string;
  /** By index. */
  islands: {
    /** URL of the module. */
    url: string;
    /** Name of the export. */
    name: string;
    props: Record<string, unknown>;
  }[];
}
