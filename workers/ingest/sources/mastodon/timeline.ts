import * as v from "valibot";
import type { Asking } from "./ask.ts";
import { askJson } from "./ask_json.ts";
import { compareIds } from "./compare_ids.ts";
import { ConnectionError } from "./connection_error.ts";
import { Status } from "./status.ts";

/** As many as a server gives at once. */
const PAGE = 40;

const Listed = v.array(v.looseObject({ id: Status.entries.id }));

/** A status of a list: its id, and what else the server says. */
export type ListedStatus = v.InferOutput<typeof Listed>[number];

/** The public timeline of a server, page by page. */
export interface Timeline {
  /** The id of its newest status; null if there is none. */
  newest(): Promise<string | null>;
  /** The statuses that follow one, the oldest first; at most a page. */
  after(id: string): Promise<ListedStatus[]>;
}

/** @param base `https://host`, without a slash at the end. */
export function createTimeline(base: string, asking: Asking): Timeline {
  async function list(query: string): Promise<ListedStatus[]> {
    const url = `${base}/api/v1/timelines/public?${query}`;
    const { success, output } = v.safeParse(Listed, await askJson(url, asking));
    if (success) return output.sort((a, b) => compareIds(a.id, b.id));
    const { host } = new URL(base);
    throw new ConnectionError(`${host} answers something that is no timeline`);
  }

  return {
    newest: async () => (await list("limit=1")).at(-1)?.id ?? null,
    after: (id) => list(`limit=${PAGE}&min_id=${id}`),
  };
}
