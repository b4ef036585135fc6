/** What a run measured, by name; each is a number of its own unit. */
export type Figures = Readonly<Record<string, number>>;

/** Figures of several runs. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Runs all of `runs` in turn, `turns` times over, so that what else the machine
 * does meets all alike.
 *
 * @param onRun Called after each run.
 */
export async function inTurns<Name extends string>(
  runs: Readonly<Record<Name, () => Promise<Figures>>>,
  turns: number,
  onRun: (name: Name, figures: Figures) => void = () => {},
): Promise<Record<Name, Record<string, Summary>>> {
  const names = Object.keys(runs) as Name[];
  const taken = new Map(names.map((name) => [name, [] as Figures[]]));
  for (let turn = 0; turn < turns; turn++) {
    for (const name of names) {
      const figures = await runs[name]();
      taken.get(name)!.push(figures);
      onRun(name, figures);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, summarizeAll(taken.get(name)!)]),
  ) as Record<Name, Record<string, Summary>>;
}

function summarizeAll(runs: readonly Figures[]): Record<string, Summary> {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, summarize(runs.map((run) => run[name]!))]),
  );
}

/** The median of some figures, and how far they spread. */
export function summarize(figures: readonly number[]): Summary {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}

/** Work that waits for a processor, as the kernel counts it over the last minute. */
export function loadAverage(): number {
  return Deno.loadavg()[0]!;
}

/** The short name of the commit that is checked out. */
export async function readCommit(): Promise<string> {
  const args = ["rev-parse", "--short", "HEAD"];
  const { stdout } = await new Deno.Command("git", { args }).output();
  return new TextDecoder().decode(stdout).trim();
}

/** Clock ticks of the kernel a second. */
const TICKS = 100;

/** CPU time that a process has taken, in milliseconds. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 1_000 / TICKS;
}

/** Processes that this one started, by their names. */
export async function childrenByName(): Promise<Map<string, number>> {
  const children = new Map<string, number>();
  for await (const { name } of Deno.readDir("/proc/self/task")) {
    const list = await Deno.readTextFile(`/proc/self/task/${name}/children`);
    for (const pid of list.split(" ").filter((text) => text.trim() !== "")) {
      const command = await Deno.readTextFile(`/proc/${pid}/comm`);
      children.set(command.trim(), Number(pid));
    }
  }
  return children;
}
