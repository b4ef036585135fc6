import { openMysqlStore } from "../../tests/support/mysql_store.ts";
import { testStore } from "../../tests/support/store_suite.ts";
import { useMysqlServer } from "../../tests/support/use_mysql_server.ts";

const server = useMysqlServer();

testStore("MariaDB", () => openMysqlStore(server()));
