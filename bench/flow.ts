/** A post's way from a file to its rows, in turns with what its parts do alone. */
import { openPostsFile } from "../tests/support/post_files.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import {
  insertIntoMysql,
  insertIntoSqlite,
  publishBare,
  readWritten,
  scoreBare,
  type WrittenRows,
} from "./bare.ts";
import {
  startServers,
  storeByRoles,
  storeInOne,
  writePosts,
} from "./stored.ts";
import { type Figures, inTurns, loadAverage, type Summary } from "./turns.ts";

const POSTS = 15_000;

const TURNS = 5;

type Figure = Record<string, Summary>;

/** Options for {@linkcode measureFlow}. */
interface FlowOptions {
  /** Posts that each run stores. @default {15_000} */
  posts?: number;
  /** How often each is run. @default {5} */
  turns?: number;
  /** Called after each run. */
  onRun?: (name: string, figures: Figures) => void;
}

/** Measures the paths and their parts, and lays the figures out as a table. */
export async function measureFlow(
  { posts = POSTS, turns = TURNS, onRun = () => {} }: FlowOptions = {},
): Promise<string> {
  await using folder = await temporaryFolder();
  const path = await writePosts(folder.path, posts);
  const lines = (await Deno.readTextFile(path)).split("\n");
  await using file = await openPostsFile("vol_stocknet_2014_2015.ndjson.gz");
  const texts = file.posts.slice(0, posts).map(({ text }) => text);
  await using servers = await startServers();
  let rows: WrittenRows | undefined;
  const options = {
    async onStored(db: Parameters<typeof readWritten>[0]) {
      rows ??= await readWritten(db);
    },
  };
  const loads: number[] = [];
  const figures = await inTurns(
    {
      roles: () => storeByRoles(servers, path, options),
      logged: () => storeByRoles(servers, path, { isStaged: true }),
      two: () => storeByRoles(servers, path, { isStaged: true, workers: 2 }),
      publish: () => publishBare(lines),
      mysql: () => insertIntoMysql(servers, rows!),
      one: () => storeInOne(path),
      sqlite: () => insertIntoSqlite(rows!),
      score: () => scoreBare(texts),
    },
    turns,
    (name, figures) => {
      loads.push(loadAverage());
      onRun(name, figures);
    },
  );
  const load = [Math.min(...loads), Math.max(...loads)]
    .map((load) => load.toFixed(1)).join("–");
  return [
    `A post's way, ${posts} real posts, in ${turns} turns one after another: medians (least–most), load ${load}. CPU in µs a row, by process.`,
    "",
    "| what | rows/s | CPU | against |",
    "|---|---|---|---|",
    ...tableOf(figures),
    "",
    `Time went: ${spent(figures.roles)}; in one process, ${
      spent(figures.one)
    }.`,
  ].join("\n");
}

function tableOf(
  { roles, logged, two, publish, mysql, one, sqlite, score }: Record<
    | "roles"
    | "logged"
    | "two"
    | "publish"
    | "mysql"
    | "one"
    | "sqlite"
    | "score",
    Figure
  >,
): string[] {
  const slower = rate(publish) < rate(mysql) ? publish : mysql;
  const share = (a: Figure, b: Figure) => (rate(a) / rate(b)).toFixed(2);
  return [
    row(
      "file → JetStream → persist → MariaDB, stored and audited",
      roles,
      `${share(roles, slower)} of the slower bare part`,
    ),
    row("full log → persist → MariaDB", logged),
    row("… with two workers", two, `${share(two, logged)} of one`),
    row("bare publish with an id", publish),
    row("bare bulk insert of all those rows, MariaDB", mysql),
    row(
      "file → embedded → SQLite, stored and audited",
      one,
      `${share(one, sqlite)} of the bare insert`,
    ),
    row("bare insert of all those rows, SQLite", sqlite),
    row("bare `sentiment`", score),
  ];
}

function rate({ perSecond }: Figure): number {
  return perSecond!.median;
}

function row(what: string, figure: Figure, against = ""): string {
  const { median, least, most } = figure.perSecond!;
  const [middle, ...ends] = [median, least, most]
    .map((value) => Math.round(value).toLocaleString("en"));
  return `| ${what} | ${middle} (${ends.join("–")}) | ${
    spent(figure)
  } | ${against} |`;
}

/** CPU time by process. */
function spent(figure: Figure): string {
  return Object.entries(figure)
    .filter(([name]) => !["perSecond", "published"].includes(name))
    .map(([name, { median }]) => `${name} ${Math.round(median)}`).join(", ");
}
