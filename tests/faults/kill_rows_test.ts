import { KILLS } from "./kill_rows.ts";
import { testTogether } from "./world_row.ts";

testTogether("processes are killed, or asked to end", KILLS);
