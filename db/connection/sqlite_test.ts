import { openSqliteStore } from "../../tests/support/store.ts";
import { testStore } from "../../tests/support/store_suite.ts";

testStore("SQLite", openSqliteStore);
