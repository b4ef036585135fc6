import { ok, strictEqual } from "node:assert/strict";
import { ParameterError } from "./parameter_error.ts";

Deno.test("ParameterError says what was wrong, with the value", () => {
  const error = new ParameterError("limit", 'a"b', "a number");
  strictEqual(
    error.message,
    'limit must be a number: current value is "a\\"b"',
  );
  strictEqual(error.parameter, "limit");
  strictEqual(error.value, 'a"b');
});

Deno.test("ParameterError says that there was no value", () => {
  const { message } = new ParameterError("kind", null, "one of a, b");
  strictEqual(message, "kind must be one of a, b: current value is not set");
});

Deno.test("ParameterError quotes no more than the head of a long value", () => {
  const { message } = new ParameterError("q", "x".repeat(10_000), "short");
  ok(message.length < 200 && message.endsWith('x"…'));
});
