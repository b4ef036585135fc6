/** Where posts come from, as `SOURCE_URL` says it. */
export type SourceSpec =
  | {
    kind: "file";
    path: string;
    rate?: number | undefined;
    speed?: number | undefined;
    restamp: boolean;
    loop: boolean;
  }
  | { kind: "demo"; rate?: number | undefined; seed?: number | undefined };

/** Thrown when a source's address cannot be understood. */
export class SourceUrlError extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = "SourceUrlError";
  }
}

const OPTIONS = {
  file: ["rate", "speed", "restamp", "loop"],
  demo: ["rate", "seed"],
} as const;

/**
 * Reads one address: `file:PATH?rate=100&speed=60&restamp=now&loop=1` or
 * `demo:?rate=20&seed=1`.
 *
 * @throws {SourceUrlError} If a part of it is not known or not allowed.
 */
export function parseSourceUrl(url: string): SourceSpec {
  const [, kind = "", place = "", search = ""] =
    /^([a-z]+):([^?]*)(?:\?(.*))?$/.exec(url) ?? [];
  if (kind !== "file" && kind !== "demo") {
    throw new SourceUrlError(
      "must be a source such as file:PATH or demo:?rate=20",
    );
  }
  const options = new URLSearchParams(search);
  checkNames(options, OPTIONS[kind]);
  const rate = readNumber(options, "rate", 0.001, 100_000);
  if (kind === "demo") {
    if (place) throw new SourceUrlError(`must have no path after demo:`);
    const seed = readNumber(options, "seed", 0, 2 ** 32 - 1);
    if (seed !== undefined && !Number.isInteger(seed)) {
      throw new SourceUrlError("must have a whole number as its seed");
    }
    return { kind, rate, seed };
  }
  const speed = readNumber(options, "speed", 0.001, 1e9);
  if (rate && speed) {
    throw new SourceUrlError("must have rate or speed, not both");
  }
  return {
    kind,
    path: readPath(place),
    rate,
    speed,
    restamp: readSwitch(options, "restamp", "now"),
    loop: readSwitch(options, "loop", "1"),
  };
}

function checkNames(
  options: URLSearchParams,
  allowed: readonly string[],
): void {
  const names = [...options.keys()];
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new SourceUrlError(
      `must have no option "${unknown}": it knows ${allowed.join(", ")}`,
    );
  }
  if (new Set(names).size < names.length) {
    throw new SourceUrlError("must have each option once");
  }
}

function readNumber(
  options: URLSearchParams,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = options.get(name);
  if (text === null) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= min && value <= max) return value;
  throw new SourceUrlError(
    `must have a ${name} from ${min} to ${max}, not "${text}"`,
  );
}

function readSwitch(
  options: URLSearchParams,
  name: string,
  on: string,
): boolean {
  const text = options.get(name);
  if (text === null || text === on) return text === on;
  throw new SourceUrlError(`must have ${name}=${on} or none, not "${text}"`);
}

function readPath(place: string): string {
  const path = place.startsWith("///") ? place.slice(2) : place;
  if (path === "") throw new SourceUrlError("must name a file after file:");
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a per cent sign that stands for itself
  }
}
