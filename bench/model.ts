/**
 * Says what a rate of posts needs, by the figures of `deno task bench:scale`:
 * `deno task bench:model`, or with another file and rates behind it.
 */

/** Throughput with `n` of something. */
export interface Point {
  readonly n: number;
  /** A second. */
  readonly rate: number;
}

/**
 * The Universal Scalability Law (Gunther, 1993):
 * `rate(n) = one · n / (1 + contention · (n − 1) + crosstalk · n · (n − 1))`.
 */
export interface Scaling {
  /** The rate with one. */
  readonly one: number;
  /** The share of work that waits for its turn. */
  readonly contention: number;
  /** What each pair costs. */
  readonly crosstalk: number;
}

/** Fits the law by least squares; neither share becomes negative. One of the points has `n` = 1. */
export function fitScaling(points: readonly Point[]): Scaling {
  const one = points.find(({ n }) => n === 1)!.rate;
  const rows = points.map(({ n, rate }) => ({
    a: n - 1,
    b: n * (n - 1),
    y: n * one / rate - 1,
  }));
  type Row = typeof rows[number];
  const sum = (term: (row: Row) => number) =>
    rows.reduce((total, row) => total + term(row), 0);
  const [aa, ab, bb] = [
    sum(({ a }) => a * a),
    sum(({ a, b }) => a * b),
    sum(({ b }) => b * b),
  ];
  const [ay, by] = [sum(({ a, y }) => a * y), sum(({ b, y }) => b * y)];
  const determinant = aa * bb - ab * ab;
  const alone = (xy: number, xx: number) => xx > 0 ? Math.max(0, xy / xx) : 0;
  if (determinant > 0) {
    const contention = (ay * bb - by * ab) / determinant;
    const crosstalk = (by * aa - ay * ab) / determinant;
    if (contention >= 0 && crosstalk >= 0) {
      return { one, contention, crosstalk };
    }
    if (contention < 0) return { one, contention: 0, crosstalk: alone(by, bb) };
  }
  return { one, contention: alone(ay, aa), crosstalk: 0 };
}

/** The rate with `n`, by the law. */
export function rateWith(
  { one, contention, crosstalk }: Scaling,
  n: number,
): number {
  return one * n / (1 + contention * (n - 1) + crosstalk * n * (n - 1));
}

/** What one more must add to be worth it, as a share of what the first gives. */
const WORTH = 0.2;

/** No more of anything than this are thought of. */
const MOST = 32;

/** How many help: one more would add less than a fifth of what the first gives. */
export function usefulCount(scaling: Scaling): number {
  let n = 1;
  const gain = () => rateWith(scaling, n + 1) - rateWith(scaling, n);
  while (n < MOST && gain() >= WORTH * scaling.one) n++;
  return n;
}

/** What was measured, a second. */
export interface Figures {
  /** Posts from a log into one database, by workers. */
  readonly persist: readonly Point[];
  /** Messages into a log of three copies, by one publisher. */
  readonly log: number;
  /** New posts that one web process reads. */
  readonly poller: number;
  /** Pages of one web process. */
  readonly pages: number;
}

/** What a rate needs. */
export interface Plan {
  /** Groups of topics, each with a log and a database of its own. */
  readonly partitions: number;
  /** In all partitions. */
  readonly workers: number;
  /** In all partitions. */
  readonly webs: number;
}

/** Share of its limit that a part is loaded with. */
const USABLE = 0.7;

/** Web processes that serve the same posts, so that one may fail. */
const SPARE = 2;

/**
 * Plans for `postsPerSecond` stored posts and `pagesPerSecond` requests of pages,
 * both spread evenly over the partitions.
 */
export function planFor(
  postsPerSecond: number,
  pagesPerSecond: number,
  { persist, log, poller, pages }: Figures,
): Plan {
  const scaling = fitScaling(persist);
  const most = rateWith(scaling, usefulCount(scaling));
  const limit = USABLE * Math.min(most, log, poller);
  const partitions = Math.ceil(postsPerSecond / limit);
  const each = postsPerSecond / partitions;
  let workers = 1;
  while (USABLE * rateWith(scaling, workers) < each - 1e-6) workers++;
  const webs = Math.ceil(pagesPerSecond / partitions / (USABLE * pages));
  return {
    partitions,
    workers: workers * partitions,
    webs: Math.max(SPARE, webs) * partitions,
  };
}

/** What bench:scale writes. */
interface ScaleFile {
  readonly date: string;
  readonly cores: number;
  readonly load: readonly number[];
  readonly measured: readonly {
    readonly what: string;
    readonly size: string;
    readonly median: number;
    /** How many times the first of the same `what`, measured in the same turns. */
    readonly ratio: number;
  }[];
}

/** Takes what is needed from the file of bench:scale. */
export function readFigures(
  { measured }: Pick<ScaleFile, "measured">,
): Figures {
  const find = (what: string, size: string) => {
    const found = measured.find((one) =>
      one.what === what && one.size === size
    );
    if (!found) throw new Error(`There is no figure for "${what} ${size}"`);
    return found;
  };
  const { median: one } = find("persist workers", "1");
  return {
    persist: ["1", "2", "4"].map((size) => ({
      n: Number(size),
      rate: one * find("persist workers", size).ratio,
    })),
    log: find("copies of the log", "3").median,
    poller: find("rows that one poller reads", "").median,
    pages: find("web replicas", "1").median,
  };
}

/** Requests of pages a second that the printed plans allow for. */
const PAGES = 20;

function describe(file: ScaleFile, rates: readonly number[]): string {
  const figures = readFigures(file);
  const scaling = fitScaling(figures.persist);
  const useful = usefulCount(scaling);
  const number = (value: number) => Math.round(value).toLocaleString("en");
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const rows = rates.map((rate) => {
    const { partitions, workers, webs } = planFor(rate, PAGES, figures);
    const cells = [rate, partitions, workers, webs].map(number);
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| posts/s | partitions (a log and a database each) | persist workers | web processes |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "Assumptions:",
    `- Each database, with its log and its workers, has what the measured machine had: ${file.cores} cores that all of them shared,`,
    `  at a load of ${
      file.load.join(" to ")
    } with what else ran (${file.date}). A database on a machine of its own does more: measure there.`,
    `- Workers of one database: ${number(scaling.one)} posts/s with one; ${
      percent(scaling.contention)
    } of the work waits for its turn (the commit order), each pair`,
    `  costs ${percent(scaling.crosstalk)}. ${useful} help, and reach ${
      number(rateWith(scaling, useful))
    } posts/s.`,
    `- A log of three copies takes ${
      number(figures.log)
    } messages/s, a web process reads ${
      number(figures.poller)
    } new posts/s. Every part is loaded to ${percent(USABLE)}.`,
    `- ${PAGES} requests of pages a second, ${
      number(figures.pages)
    } of one process; two processes at least for each partition. Viewers cost more: 5,000 a process.`,
    "- Topics can be divided so that partitions are equally busy. A single topic above the rate of one partition cannot be stored whole.",
  ].join("\n");
}

if (import.meta.main) {
  const [path, ...given] = Deno.args;
  const file = path ?? new URL("scale.json", import.meta.url);
  const rates = given.length > 0 ? given.map(Number) : [5_000, 50_000, 500_000];
  // deno-lint-ignore no-console
  console.log(describe(JSON.parse(await Deno.readTextFile(file)), rates));
}
