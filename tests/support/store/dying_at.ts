import type { KyselyPlugin } from "kysely";
import type { Database } from "../../../db/connection/database.ts";

/** A database whose process dies before its `n`th statement. */
export function dyingAt(n: number, db: Database): Database {
  let statements = 0;
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (++statements >= n) throw new Error("It died");
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return { ...db, kysely: db.kysely.withPlugin(plugin) };
}
