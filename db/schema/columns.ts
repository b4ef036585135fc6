/** A collation that any version of both kinds of server has: any case, each emoji apart. */
const MYSQL_END =
  " engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_520_ci";

/** Column types by dialect. A `key` is compared byte by byte: 😀 is not 😃, é is not e. */
export const COLUMN_TYPES = {
  sqlite: {
    id: "integer primary key",
    int: "integer",
    key: () => "text",
    text: "text",
    bytes: "blob",
    /** What stands behind a table's columns. */
    end: " strict",
    /** The same of a table that is kept in the order of its key, as all are in MySQL. */
    clustered: " strict, without rowid",
  },
  mysql: {
    id: "integer primary key auto_increment",
    int: "bigint",
    key: (bytes: number) => `varbinary(${bytes})`,
    text: "mediumtext",
    bytes: "blob",
    end: MYSQL_END,
    clustered: MYSQL_END,
  },
} as const;
