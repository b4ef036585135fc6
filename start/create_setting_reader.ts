import { maskPasswords } from "../log.ts";

/** Reads settings one by one and keeps what is wrong with them. */
export interface SettingReader<Name extends string> {
  /** A sentence for each setting that is not as allowed. */
  readonly problems: string[];
  /** What a setting says, trimmed; undefined if it is empty or not set. */
  text(name: Name): string | undefined;
  /** A whole number from `min` to `max`. */
  integer(
    name: Name,
    standard: number,
    range: { min: number; max: number },
  ): number;
  /** A number with a unit, such as `7d`, not less than `least`, in the smallest unit, which may be left out. */
  amount(
    name: Name,
    standard: string,
    units: Readonly<Record<string, number>>,
    least?: string,
  ): number;
  /** One of the words `allowed`. */
  choice<T extends string>(
    name: Name,
    standard: T,
    allowed: readonly T[],
  ): T;
  /** Keeps a problem: what the setting must be, and what it is, without secrets. */
  complain(name: Name, rule: string, mask?: (value: string) => string): void;
}

/** Creates a reader of variables such as those of the environment. */
export function createSettingReader<Name extends string>(
  env: Readonly<Record<string, string>>,
): SettingReader<Name> {
  const problems: string[] = [];
  const text = (name: Name) => env[name]?.trim() || undefined;

  function complain(name: Name, rule: string, mask = maskPasswords): void {
    const value = mask(text(name) ?? "");
    problems.push(`${name} ${rule}: current value is "${value}"`);
  }

  return {
    problems,
    text,
    complain,
    integer(name, standard, { min, max }) {
      const digits = text(name) ?? String(standard);
      const value = /^\d+$/.test(digits) ? Number(digits) : NaN;
      if (value >= min && value <= max) return value;
      complain(name, `must be a whole number from ${min} to ${max}`);
      return standard;
    },
    amount(name, standard, units, least = "1") {
      const value = readAmount(text(name) ?? standard, units);
      if (value >= readAmount(least, units)) return value;
      const names = Object.keys(units).join(", ");
      const rule = `must be a whole number with a unit (${names})`;
      complain(name, least === "1" ? rule : `${rule}, at least ${least}`);
      return 1;
    },
    choice(name, standard, allowed) {
      const value = text(name) ?? standard;
      const found = allowed.find((one) => one === value);
      if (!found) complain(name, `must be one of ${allowed.join(", ")}`);
      return found ?? standard;
    },
  };
}

/** A whole number and its unit, in the smallest unit; NaN if it is anything else. */
function readAmount(
  text: string,
  units: Readonly<Record<string, number>>,
): number {
  const [, digits, unit] = /^(\d+) ?([A-Za-z]*)$/.exec(text) ?? [];
  const factor = unit === "" ? 1 : units[unit ?? ""];
  const value = Number(digits) * Number(factor);
  return Number.isSafeInteger(value) ? value : NaN;
}
