import { openMysqlStore, useMysqlServer } from "../tests/support/mysql.ts";
import { testStore } from "../tests/support/store_suite.ts";

const server = useMysqlServer();

testStore("MariaDB", () => openMysqlStore(server()));
