import { CLIENT_ROWS } from "./client_rows.ts";
import { testQuickRows } from "./row.ts";

testQuickRows(CLIENT_ROWS);
