import { CLIENT_ROWS } from "./client_rows.ts";
import { FILE_ROWS } from "./file_rows.ts";
import { INPUT_ROWS } from "./input_rows.ts";
import { KILL_ROWS } from "./kill_rows.ts";
import { LIMIT_ROWS } from "./limit_rows.ts";
import { LINK_ROWS } from "./link_rows.ts";
import type { FaultRow } from "./row.ts";
import { STORE_ROWS } from "./store_rows.ts";
import { TIME_ROWS } from "./time_rows.ts";
import { UPGRADE_ROWS } from "./upgrade_rows.ts";

/** All faults. */
export const MATRIX: readonly FaultRow[] = [
  ...KILL_ROWS,
  ...STORE_ROWS,
  ...LINK_ROWS,
  ...LIMIT_ROWS,
  ...INPUT_ROWS,
  ...FILE_ROWS,
  ...UPGRADE_ROWS,
  ...TIME_ROWS,
  ...CLIENT_ROWS,
];
