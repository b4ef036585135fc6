// deno-lint-ignore-file no-console
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  createLog,
  type Log,
  LOG_LEVELS,
  type LogOptions,
  maskPasswords,
} from "./log.ts";

/** The lines that reach the standard error stream. */
function capture(options: LogOptions, write: (log: Log) => void): string[] {
  const lines: string[] = [];
  const { error } = console;
  console.error = (...args: unknown[]) => void lines.push(args.join(" "));
  try {
    write(createLog(options));
  } finally {
    console.error = error;
  }
  return lines;
}

for (const [i, level] of LOG_LEVELS.entries()) {
  Deno.test(`createLog() leaves out what is less urgent than ${level}`, () => {
    const lines = capture({ level }, (log) => {
      for (const each of LOG_LEVELS) log(each, "message");
    });
    deepStrictEqual(
      lines.map((line) => line.split(" ")[1]),
      LOG_LEVELS.slice(i),
    );
  });
}

Deno.test("createLog() writes text with the time, the level and the fields", () => {
  const [line] = capture({}, (log) => {
    log("warn", "cannot store yet", { messages: 3, source: "file:a b" });
  });
  match(
    line!,
    /^\d\d:\d\d:\d\d warn {2}cannot store yet messages=3 source="file:a b"$/,
  );
});

Deno.test("createLog() writes one JSON object a line", () => {
  const [line] = capture({ format: "json" }, (log) => {
    log("info", "source begins", { source: "file:a", seq: 12n });
  });
  const { time, ...rest } = JSON.parse(line!);
  ok(Math.abs(Date.parse(time) - Date.now()) < 10_000);
  deepStrictEqual(rest, {
    level: "info",
    message: "source begins",
    source: "file:a",
    seq: "12",
  });
});

Deno.test("createLog() leaves out debug lines unless told otherwise", () => {
  deepStrictEqual(capture({}, (log) => log("debug", "detail")), []);
});

for (const format of ["text", "json"] as const) {
  Deno.test(`createLog() tells an error and its causes as ${format}`, () => {
    const cause = new RangeError("disk full", { cause: "quota" });
    const error = new TypeError("cannot store", { cause });
    const [line] = capture({ format }, (log) => {
      log("error", "failed", { error });
    });
    ok(line!.includes(
      `"TypeError: cannot store; because RangeError: disk full; because quota"`,
    ));
    ok(!line!.includes("log_test.ts"), "no stack trace");
  });

  Deno.test(`createLog() masks passwords wherever they stand as ${format}`, () => {
    const url = 'mysql://me:pa"ss/@rd@host/db';
    const [line] = capture({ format }, (log) => {
      log("info", `at ${url}`, {
        url,
        nested: { urls: [url] },
        error: new Error(`no answer of ${url}`, { cause: new Error(url) }),
      });
    });
    ok(!/pa|ss|rd/.test(line!.replace(/(message|password)/g, "")), line!);
    strictEqual(line!.match(/mysql:\/\/me:\*\*\*@host\/db/g)!.length, 5);
  });

  Deno.test(`createLog() keeps what others wrote from moving the cursor as ${format}`, () => {
    const nasty = "a\x1b[2Jb\nc\rd\x9be\x7ff\u2028g\u202eh\u2066i";
    const [line] = capture({ format }, (log) => {
      log("info", nasty, { nasty, error: new Error(nasty) });
    });
    // deno-lint-ignore no-control-regex
    ok(!/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/.test(line!));
    ok(line!.includes("\\u001b[2Jb"));
    ok(line!.includes("h\\u2066i"));
  });
}

Deno.test("createLog() writes JSON that reads back as it was", () => {
  const nasty = 'a\x1b"\\\n\x9b\u202e';
  const [line] = capture({ format: "json" }, (log) => {
    log("info", nasty, { nasty });
  });
  const { message, nasty: field } = JSON.parse(line!);
  deepStrictEqual([message, field], [nasty, nasty]);
});

const MASKED: Record<string, string> = {
  "mysql://me:secret@host:3306/db": "mysql://me:***@host:3306/db",
  "mysql://me:se@cr:et/@host/db": "mysql://me:***@host/db",
  "nats://:token@host": "nats://:***@host",
  'mysql://me:a"b@host': "mysql://me:***@host",
  "two mysql://a:b@c and nats://d:e@f":
    "two mysql://a:***@c and nats://d:***@f",
  "http://127.0.0.1:8000/": "http://127.0.0.1:8000/",
  "mysql://me@host/db": "mysql://me@host/db",
  "nats://s3cret@host,other:4222": "nats://***@host,other:4222",
  "tls://s3cret@host": "tls://***@host",
  "sqlite:data/freshet.db": "sqlite:data/freshet.db",
  "write to ann@a.test": "write to ann@a.test",
};

for (const [text, masked] of Object.entries(MASKED)) {
  Deno.test(`maskPasswords() makes ${masked} of ${text}`, () => {
    strictEqual(maskPasswords(text), masked);
  });
}
