import { type RawBuilder, sql } from "kysely";

/** Where the bucket of so many seconds begins that a time, in seconds, lies in. */
export function startOfStep(column: string, step: number): RawBuilder<number> {
  const t = sql.ref(column);
  // Right for times before 1970 too, where % is negative.
  return sql<number>`${t} - ((${t} % ${step}) + ${step}) % ${step}`;
}
