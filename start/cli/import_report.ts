import { formatCount, formatSpan } from "../../domain/format/numbers.ts";
import type { Fate, Tally } from "../../workers/ingest/sources/file/tally.ts";
import { oneLine } from "./terminal.ts";

/** Languages, and reasons, that a report lists. */
const [MAX_LANGS, MAX_REASONS] = [8, 20];

/** Says what a file holds: its format, posts, dates, languages, and what is refused or passed over, by example. */
export function formatTally(path: string, tally: Tally): string {
  const { formats, posts, edits, deletions, repeated, firstMs, lastMs } = tally;
  const names = [...formats].join(", ") || "nothing in it";
  const lines = [
    `${oneLine(path)}: ${names}`,
    `  ${count(posts, "post")}${
      firstMs === null ? "" : `, from ${day(firstMs)} to ${day(lastMs!)} (UTC)`
    }`,
  ];
  const langs = tally.langs.slice(0, MAX_LANGS)
    .map(([lang, n]) => `${lang} ${formatCount(n)}`);
  const others = tally.langs.length - MAX_LANGS;
  if (others > 0) langs.push(`${others} more`);
  if (langs.length > 0) lines.push(`  languages: ${langs.join(", ")}`);
  if (repeated > 0) {
    lines.push(
      `  ${count(repeated, "post")} stand there twice, and count once`,
    );
  }
  if (edits > 0) lines.push(`  ${count(edits, "edit")}`);
  if (deletions > 0) lines.push(`  ${count(deletions, "deletion")}`);
  lines.push(...formatFates("refused", tally.refused));
  lines.push(...formatFates("passed over, as no posts", tally.passed));
  return lines.join("\n");
}

function formatFates(what: string, fates: readonly Fate[]): string[] {
  if (fates.length === 0) return [];
  const total = fates.reduce((sum, fate) => sum + fate.count, 0);
  return [
    `  ${formatCount(total)} ${what}:`,
    ...fates.slice(0, MAX_REASONS).map(({ why, count, example }) => {
      const text = oneLine(example.text, 70);
      const shown = text === "" ? "" : `: ${text}`;
      return `    ${formatCount(count)} × ${oneLine(why)}; such as ${
        oneLine(example.place, 90)
      }${shown}`;
    }),
  ];
}

function count(n: number, noun: string): string {
  return `${formatCount(n)} ${noun}${n === 1 ? "" : "s"}`;
}

function day(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").slice(0, 16);
}

/** How far an import is. */
export interface ImportProgress {
  readonly name: string;
  readonly bytes: number;
  readonly size: number;
  readonly posts: number;
  readonly seconds: number;
}

const WIDTH = 24;

/** One line on how far an import is: a bar, posts a second, and the time left. */
export function formatProgress(
  { name, bytes, size, posts, seconds }: ImportProgress,
): string {
  const part = size === 0 ? 1 : Math.min(1, bytes / size);
  const full = Math.round(part * WIDTH);
  const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
  const rate = Math.round(posts / Math.max(seconds, 0.001));
  const left = part > 0 ? seconds / part - seconds : NaN;
  const time = Number.isFinite(left) && seconds > 1
    ? `, ${formatSpan(Math.ceil(left))} left`
    : "";
  return `${oneLine(name, 30)} ${bar} ${Math.floor(part * 100)} % · ${
    count(posts, "post")
  } · ${formatCount(rate)} posts/s${time}`;
}

/** Shows the progress of an import on a terminal, or as a plain line now and then. */
export function showProgress(
  read: () => ImportProgress,
  isTerminal: boolean,
): Disposable {
  const encoder = new TextEncoder();
  const write = (text: string) => Deno.stderr.writeSync(encoder.encode(text));
  const timer = setInterval(() => {
    const line = formatProgress(read());
    write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
  }, isTerminal ? 200 : 10_000);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      if (isTerminal) write("\r\x1b[K");
    },
  };
}
