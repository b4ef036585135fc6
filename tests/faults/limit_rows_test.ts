import { LIMIT_ROWS } from "./limit_rows.ts";
import { testQuickRows } from "./row.ts";

testQuickRows(LIMIT_ROWS);
