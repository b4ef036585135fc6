/** Id of the element that holds the islands of a page. */
export const PROPS_ELEMENT_ID = "fresh-islands";

/** What that element holds. */
export interface IslandData {
  buildId: string;
  islands: {
    /** URL of the module. */
    url: string;
    /** Name of the export. */
    name: string;
    props: Record<string, unknown>;
  }[];
}
