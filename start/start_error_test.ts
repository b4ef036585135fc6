import { strictEqual } from "node:assert/strict";
import { StartError } from "./start_error.ts";

Deno.test("StartError names the setting, the value, what is allowed and why", () => {
  const cause = new Error("disk full");
  const error = new StartError("PORT", "80", "must be free", { cause });
  strictEqual(
    error.message,
    'PORT must be free: current value is "80" (disk full)',
  );
  strictEqual(error.cause, cause);
});

Deno.test("StartError never shows a password", () => {
  const url = "mysql://me:hunter2@host/db";
  const cause = new Error(`cannot reach ${url}`);
  const { message } = new StartError("DATABASE_URL", url, "must answer", {
    cause,
  });
  strictEqual(
    message,
    'DATABASE_URL must answer: current value is "mysql://me:***@host/db" ' +
      "(cannot reach mysql://me:***@host/db)",
  );
});
