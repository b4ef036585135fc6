/**
 * Measures what more processes, more copies of the log and more database servers
 * give, with real servers on this machine: `deno task bench:scale`. It appends to
 * `bench/RESULTS.md` and writes `bench/scale.json`, which `bench/model.ts` reads.
 */
import { startMysqlServer } from "../../tests/support/mysql.ts";
import { startNatsCluster, startNatsServer } from "../../tests/support/nats.ts";
import { buildPages } from "../../tests/support/pages.ts";
import { loadAverage, readCommit } from "../turns.ts";
import { type Case, type Measured, measureInTurns } from "./cases.ts";
import { hasGalera, startGalera } from "./galera.ts";
import { persistCases, publishCases, storeCases } from "./pipeline_cases.ts";
import { readTexts } from "./posts.ts";
import { webCases } from "./web_cases.ts";

const TURNS = 5;
const POSTS = 4_000;

/** For the whole run: no turn begins that would probably end later. */
const MAX_MS = 450_000;

// deno-lint-ignore no-console
const say = (line: string) => console.log(line);

/** Opens the servers, and all cases with them. */
async function openCases(opening: AsyncDisposableStack): Promise<Case[]> {
  const texts = await readTexts(POSTS);
  const mysql = opening.use(await startMysqlServer());
  const nats = opening.use(await startNatsServer());
  const cluster = opening.use(await startNatsCluster());
  const cases = [
    ...await persistCases(mysql, texts, opening),
    ...publishCases(nats, cluster, texts),
    ...await webCases(mysql, opening),
  ];
  if (!await hasGalera()) {
    say("Galera is not installed (apt-get install galera-4): it is left out");
    return cases;
  }
  const galera = opening.use(await startGalera());
  return [...cases, ...await storeCases(mysql, galera, texts, opening)];
}

function describe(one: Measured): string {
  const { what, size, turns, median, ratio, unit, setting } = one;
  const number = (value: number) => value.toLocaleString("en");
  const [least, most] = [Math.min(...turns), Math.max(...turns)].map(number);
  const result = `${number(median)} ${unit} (${least}–${most})`;
  return `| ${`${what} ${size}`.trim()} | ${result} | ${ratio} | ${setting} |`;
}

/** When and where was measured. */
interface Run {
  readonly date: string;
  readonly commit: string;
  readonly cores: number;
  /** Before and after. */
  readonly load: readonly [number, number];
  readonly seconds: number;
}

/** Writes both files, and returns the section of `RESULTS.md`. */
async function report(
  run: Run,
  measured: readonly Measured[],
): Promise<string> {
  const { date, commit, cores, load, seconds } = run;
  const turns = measured[0]!.turns.length;
  const section = [
    `\n## ${date} · scale, ${commit} · ${cores} cores that all processes share, Deno ${Deno.version.deno}\n`,
    `Medians of ${turns} turns, taken alternately, with the least and the most; “× the first” is the median of what ` +
    `each turn gave. Load ${load[0]} before, ${
      load[1]
    } after; ${seconds} s in all.\n`,
    "| what | result | × the first | setting |",
    "| --- | --- | --- | --- |",
    ...measured.map(describe),
    "",
  ].join("\n");
  const json = JSON.stringify({ ...run, measured }, null, 2) + "\n";
  await Deno.writeTextFile(new URL("../scale.json", import.meta.url), json);
  const results = new URL("../RESULTS.md", import.meta.url);
  await Deno.writeTextFile(results, section, { append: true });
  return section;
}

const readLoad = () => Number(loadAverage().toFixed(1));

if (import.meta.main) {
  const startMs = performance.now();
  const loadBefore = readLoad();
  await buildPages();
  await using opening = new AsyncDisposableStack();
  const cases = await openCases(opening);
  const measured = await measureInTurns(cases, {
    turns: TURNS,
    maxMs: startMs + MAX_MS - performance.now(),
    onTurn: (name, rate) => say(`${name}: ${Math.round(rate)}`),
  });
  const run: Run = {
    date: new Date().toISOString().slice(0, 10),
    commit: await readCommit(),
    cores: navigator.hardwareConcurrency,
    load: [loadBefore, readLoad()],
    seconds: Math.round((performance.now() - startMs) / 1_000),
  };
  say(await report(run, measured));
}
