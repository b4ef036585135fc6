import { FILE_ROWS } from "./file_rows.ts";
import { testQuickRows } from "./row.ts";

testQuickRows(FILE_ROWS);
