import { DATABASE_FAULTS, LOG_FAULTS } from "./store_rows.ts";
import { testTogether } from "./world_row.ts";

testTogether("the log is gone, or older", LOG_FAULTS);
testTogether("the database is gone, or older", DATABASE_FAULTS);
