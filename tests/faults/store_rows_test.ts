import { STORE_ROWS } from "./store_rows.ts";
import { testQuickRows } from "./row.ts";

testQuickRows(STORE_ROWS);
