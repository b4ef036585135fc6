import { ok } from "node:assert/strict";
import { installServices } from "../runner/install_services.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { residentBytes, settle, timeToFlow } from "./findings.ts";
import { type FaultRow, pause, type Scale } from "./row.ts";
import { openWorld, type World } from "./world.ts";

const MIB = 1_048_576;
const FAKETIME =
  `/usr/lib/${Deno.build.arch}-linux-gnu/faketime/libfaketime.so.1`;

const clocks: FaultRow = {
  name: "the clock of all roles jumps by +1 h, -1 h and +1 y",
  mustHold: "lost 0, doubled 0, order kept, buckets right",
  isQuick: false,
  async run(scale) {
    await installServices({ [FAKETIME]: "faketime" });
    await using folder = await temporaryFolder();
    const file = `${folder.path}/offset`;
    await Deno.writeTextFile(file, "+0\n");
    await using world = await openWorld({
      posts: scale.isSmall ? 5_000 : 50_000,
      rate: 400,
      env: () => ({
        LD_PRELOAD: FAKETIME,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
      }),
    });
    await world.reach(100);
    let worst = 0;
    for (const offset of ["+1h", "+0", "-1h", "+0", "+365d", "+0"]) {
      await Deno.writeTextFile(file, `${offset}\n`);
      worst = Math.max(worst, await timeToFlow(world, 20_000));
      await pause(scale, [500, 1_500], [5_000, 10_000]);
    }
    return { ...await settle(world), flowMs: worst };
  },
};

/** Brings one fault about by chance; those with number 1 are left alone. */
async function disturb(world: World, scale: Scale): Promise<void> {
  const { ingests, persists, webs, nats, mysql } = world;
  const roles = [ingests[0]!, persists[0]!, webs[0]!];
  const chance = scale.random();
  const pick = <T>(list: readonly T[]): T =>
    list[Math.floor(scale.random() * list.length)]!;
  if (chance < 0.5) return await pick(roles).killAndRestart();
  if (chance < 0.7) {
    const server = pick([nats, mysql]);
    await server.kill();
    return await server.start();
  }
  const stopped = pick([nats, mysql, ...roles.map(({ process }) => process)]);
  stopped.signal("SIGSTOP");
  await pause(scale, [2_000, 6_000]);
  stopped.signal("SIGCONT");
}

/** Memory and descriptors of a process at some time. */
interface Sample {
  readonly minute: number;
  readonly mebibytes: number;
  readonly descriptors: number;
}

async function takeSample(pid: number, minute: number): Promise<Sample> {
  const entries = await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`));
  const mebibytes = await residentBytes(pid) / MIB;
  return { minute, mebibytes, descriptors: entries.length };
}

/** Growth a minute by least squares. */
function slopeOf(
  samples: readonly Sample[],
  of: "mebibytes" | "descriptors",
): number {
  const mean = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const minutes = mean(samples.map(({ minute }) => minute));
  const middle = mean(samples.map((sample) => sample[of]));
  const shared = samples.map((one) =>
    (one.minute - minutes) * (one[of] - middle)
  );
  const squares = samples.map(({ minute }) => (minute - minutes) ** 2);
  return Number((mean(shared) / mean(squares)).toFixed(2));
}

const soak: FaultRow = {
  name: "a soak at 500 posts/s with a random fault every 20 s",
  mustHold:
    "lost 0, doubled 0; memory grows below 1 MiB a minute, descriptors do not",
  isQuick: false,
  async run(scale) {
    const minutes = scale.soakMinutes ?? (scale.isSmall ? 1 : 30);
    const [posts, rate] = [scale.isSmall ? 5_000 : 50_000, 500];
    const copies = Math.ceil(minutes * 60 * rate / posts);
    await using world = await openWorld({
      ...{ posts, rate, copies, persists: 2, webs: 2 },
    });
    await world.reach(100);
    const witnesses = [
      world.persists[1]!.process.pid,
      world.webs[1]!.process.pid,
    ];
    const samples: Sample[][] = witnesses.map(() => []);
    const began = performance.now();
    let faults = 0;
    let minute = 0;
    while (minute < minutes) {
      await disturb(world, scale);
      faults++;
      await pause(scale, [20_000, 20_000]);
      minute = (performance.now() - began) / 60_000;
      for (const [i, pid] of witnesses.entries()) {
        samples[i]!.push(await takeSample(pid, minute));
      }
    }
    const findings = await settle(world);
    const steady = samples.map((list) => list.slice(list.length >> 1));
    const [persistMiB, webMiB] = steady.map((list) =>
      slopeOf(list, "mebibytes")
    );
    const descriptors = Math.max(
      ...steady.map((list) => slopeOf(list, "descriptors")),
    );
    if (minutes >= 10) {
      ok(Math.max(persistMiB!, webMiB!) < 1, `${persistMiB}, ${webMiB} MiB`);
      ok(descriptors < 1, `${descriptors} descriptors a minute`);
    }
    return {
      ...{ ...findings, minutes, faults, descriptors },
      ...{ persistMiBPerMinute: persistMiB!, webMiBPerMinute: webMiB! },
    };
  },
};

/** What takes time, or happens to it. */
export const TIME_ROWS: readonly FaultRow[] = [clocks, soak];
