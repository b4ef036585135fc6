import { classifyError } from "../../db/connection/errors.ts";
import type { Database } from "../../db/connection/database.ts";
import { readChanges } from "../../db/read/changes.ts";

/** Somebody who watches a database as a viewer does. */
export interface Poller {
  /** Reads what is left, and tells every `seq` that it was shown, in order. */
  stop(): Promise<number[]>;
}

/** Pages through what becomes visible, until it is stopped. A database that is away is asked again. */
export function pollPosts({ kysely }: Database): Poller {
  const seen: number[] = [];
  let after = 0;
  let isStopping = false;

  async function look(): Promise<boolean> {
    const page = await readChanges(kysely, after, { limit: 50 });
    seen.push(...page.posts.map(({ seq }) => seq));
    after = page.cursor.seq;
    return page.more;
  }
  const polling = (async () => {
    while (true) {
      const isLast = isStopping;
      try {
        if (!await look() && isLast) return;
      } catch (error) {
        if (classifyError(error) !== "away") throw error;
      }
    }
  })();
  polling.catch(() => {}); // whoever stops it is told
  return {
    async stop() {
      isStopping = true;
      await polling;
      return seen;
    },
  };
}
