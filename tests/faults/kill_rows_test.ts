import { KILL_ROWS } from "./kill_rows.ts";
import { testQuickRows } from "./row.ts";

testQuickRows(KILL_ROWS);
