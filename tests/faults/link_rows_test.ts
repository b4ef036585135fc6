import { LINK_ROWS } from "./link_rows.ts";
import { testQuickRows } from "./row.ts";

testQuickRows(LINK_ROWS);
