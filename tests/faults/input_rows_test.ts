import { INPUT_ROWS } from "./input_rows.ts";
import { testQuickRows } from "./row.ts";

testQuickRows(INPUT_ROWS);
