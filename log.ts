/** From the minimum to the most urgent. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** How urgent a line is. */
export type LogLevel = typeof LOG_LEVELS[number];

/** Data of a line besides its message. */
type Fields = Readonly<Record<string, unknown>>;

/** Writes one line. Fields must not hold secrets; passwords in URLs are masked anyway. */
export type Log = (level: LogLevel, message: string, fields?: Fields) => void;

/** Options for {@linkcode createLog}. */
export interface LogOptions {
  /** Lines below it are dropped. @default {"info"} */
  level?: LogLevel;
  /** One JSON object a line, or text for people. @default {"text"} */
  format?: "text" | "json";
}

/** Creates the process's log. It writes to the standard error stream. */
export function createLog(options: LogOptions = {}): Log {
  const { level: minimum = "info", format = "text" } = options;
  const toLine = format === "json" ? toJson : toText;
  return (level, message, fields = {}) => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(minimum)) return;
    const line = toLine(level, maskPasswords(message), fields);
    // deno-lint-ignore no-console
    console.error(escapeControls(line));
  };
}

function toJson(level: LogLevel, message: string, fields: Fields): string {
  const time = new Date().toISOString();
  return JSON.stringify({ time, level, message, ...fields }, maskValue);
}

function toText(level: LogLevel, message: string, fields: Fields): string {
  const time = new Date().toISOString().slice(11, 19);
  const rest = Object.entries(fields).map(([name, value]) =>
    ` ${name}=${JSON.stringify(value, maskValue)}`
  );
  return `${time} ${level.padEnd(5)} ${message}${rest.join("")}`;
}

function maskValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "string") return maskPasswords(value);
  return value instanceof Error ? maskPasswords(describeError(value)) : value;
}

function describeError(error: Error): string {
  const { name, message, cause } = error;
  const text = `${name}: ${message}`;
  if (cause === undefined) return text;
  const reason = cause instanceof Error ? describeError(cause) : String(cause);
  return `${text}; because ${reason}`;
}

/** Escapes control characters, which could move a terminal's cursor or reverse its text. */
function escapeControls(line: string): string {
  return line.replace(
    // deno-lint-ignore no-control-regex
    /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Masks the secret of every URL in a text: `mysql://me:***@host`, `nats://***@host`. */
export function maskPasswords(text: string): string {
  return text
    .replace(/(\w:\/\/[^\s:/@]*:)\S+(?=@)/g, "$1***")
    // Alone it may be a token, except in the address of a database.
    .replace(/\b(?!mysql:)(\w+:\/\/)[^\s:/@]+(?=@)/g, "$1***");
}
