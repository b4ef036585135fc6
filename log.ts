/** From the least to the most urgent. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** How urgent a line is. */
export type LogLevel = typeof LOG_LEVELS[number];

/** Writes one line. Fields must not hold secrets; passwords in URLs are masked all the same. */
export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** Options for {@linkcode createLog}. */
export interface LogOptions {
  /** Lines below it are left out. @default {"info"} */
  level?: LogLevel;
  /** One JSON object a line, or text for people. @default {"text"} */
  format?: "text" | "json";
}

/** Creates the process's log. It writes to the standard error stream. */
export function createLog(options: LogOptions = {}): Log {
  const { level: least = "info", format = "text" } = options;
  const write = format === "json" ? jsonLine : textLine;
  return (level, message, fields = {}) => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
    // deno-lint-ignore no-console
    console.error(maskPasswords(write(level, message, fields)));
  };
}

function jsonLine(
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, unknown>>,
): string {
  const time = new Date().toISOString();
  return JSON.stringify({ time, level, message, ...fields }, describeErrors);
}

function textLine(
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, unknown>>,
): string {
  const time = new Date().toISOString().slice(11, 19);
  const rest = Object.entries(fields).map(([name, value]) =>
    ` ${name}=${JSON.stringify(value, describeErrors)}`
  );
  return `${time} ${level.padEnd(5)} ${message}${rest.join("")}`;
}

function describeErrors(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Error ? describeError(value) : value;
}

function describeError(error: Error): string {
  const text = `${error.name}: ${error.message}`;
  return error.cause instanceof Error
    ? `${text}; because ${describeError(error.cause)}`
    : text;
}

/** Masks the password of every URL in a text: `mysql://me:***@host`. */
export function maskPasswords(text: string): string {
  return text.replace(/(\w:\/\/[^\s:/@"]*:)[^\s"]+(?=@)/g, "$1***");
}
