import { openMysqlStore } from "../../tests/support/mysql.ts";
import { testStore } from "../../tests/support/store_suite.ts";
import { useMysqlServer } from "../../tests/support/mysql.ts";

const server = useMysqlServer();

testStore("MariaDB", () => openMysqlStore(server()));
