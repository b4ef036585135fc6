import { AlertUrlError } from "./alert_url.ts";
import { DatabaseUrlError } from "./database_url.ts";
import { NatsUrlError } from "./nats_url.ts";
import { SourceUrlError } from "./source_url.ts";

/** Reads settings one by one, and collects problems. */
export type SettingReader<Name extends string> = ReturnType<
  typeof createSettingReader<Name>
>;

/**
 * Reads settings from environment variables. An empty variable counts as not set.
 *
 * @param maskValue Takes secrets out of a value that is shown in a problem.
 */
export function createSettingReader<Name extends string>(
  env: Readonly<Record<string, string>>,
  maskValue: (value: string) => string,
) {
  /** A sentence for each invalid setting. */
  const problems: string[] = [];

  /** The value of a setting, trimmed; undefined if it is empty or not set. */
  const text = (name: Name) => env[name]?.trim() || undefined;

  /** Adds a problem: what the setting must be, and its value without secrets. */
  function complain(name: Name, rule: string, mask = maskValue): void {
    const value = mask(text(name) ?? "");
    problems.push(`${name} ${rule}: current value is "${value}"`);
  }

  /** A secret that is sent in a header; null if it is not set. */
  function token(name: Name): string | null {
    const value = text(name) ?? null;
    if (value !== null && !/^[\x21-\x7e]+$/.test(value)) {
      const rule = "must consist of ASCII characters without spaces";
      complain(name, rule, () => "***");
    }
    return value;
  }

  /** A whole number from `min` to `max`. */
  function integer(
    name: Name,
    fallback: number,
    { min, max }: { min: number; max: number },
  ): number {
    const digits = text(name) ?? String(fallback);
    const value = /^\d+$/.test(digits) ? Number(digits) : NaN;
    if (value >= min && value <= max) return value;
    complain(name, `must be a whole number from ${min} to ${max}`);
    return fallback;
  }

  /** A number with a unit, such as `7d`, in the smallest unit. */
  function amount(
    name: Name,
    fallback: string,
    units: Readonly<Record<string, number>>,
    least?: string,
  ): number {
    const value = readAmount(text(name) ?? fallback, units);
    if (value >= (least ? readAmount(least, units) : 1)) return value;
    const names = Object.keys(units).join(", ");
    const rule = `must be a whole number with a unit (${names})`;
    complain(name, least ? `${rule}, at least ${least}` : rule);
    return 1;
  }

  /** An address that `parse` understands; undefined if it is not set. */
  function url(
    name: Name,
    parse: (url: string) => unknown,
    mask = maskValue,
  ): string | undefined {
    const value = text(name);
    try {
      if (value !== undefined) parse(value);
    } catch (error) {
      if (!isUrlError(error)) throw error;
      complain(name, error.message, mask);
    }
    return value;
  }

  /** One of the words `allowed`. */
  function choice<T extends string>(
    name: Name,
    fallback: T,
    allowed: readonly T[],
  ): T {
    const value = text(name) ?? fallback;
    const found = allowed.find((one) => one === value);
    if (!found) complain(name, `must be one of ${allowed.join(", ")}`);
    return found ?? fallback;
  }

  return { problems, text, token, integer, amount, url, choice, complain };
}

/** Whether an error says what is wrong with an address. */
export function isUrlError(error: unknown): error is Error {
  return error instanceof DatabaseUrlError || error instanceof NatsUrlError ||
    error instanceof SourceUrlError || error instanceof AlertUrlError;
}

/** A whole number and its unit, in the smallest unit; NaN if it is anything else. */
function readAmount(
  text: string,
  units: Readonly<Record<string, number>>,
): number {
  const [, digits, unit] = /^(\d+) ?([A-Za-z]+)$/.exec(text) ?? [];
  const value = Number(digits) * Number(units[unit ?? ""]);
  return Number.isSafeInteger(value) ? value : NaN;
}
