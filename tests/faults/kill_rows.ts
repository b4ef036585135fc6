import { ok, strictEqual } from "node:assert/strict";
import { manageNats, type NatsServer } from "../support/nats.ts";
import { type FaultRow, pause, timeUntil } from "./row.ts";
import { settle, timeToFlow, timeToNotReady } from "./findings.ts";
import { openWorld, type World } from "./world.ts";
import { type WorldFault, worldRow } from "./world_row.ts";

/** The longest that a viewer was without a stream, in ms. */
function longestBreak({ viewers }: World): number {
  const breaks = viewers.flatMap(({ breaks }) => breaks);
  return Math.round(
    Math.max(0, ...breaks.map(({ fromMs, toMs }) => toMs - fromMs)),
  );
}

const killRoles: WorldFault = {
  name: "kill -9 of ingest, persist and web",
  mustHold:
    "lost 0, doubled 0; work again within 5 s; viewers back within 10 s",
  posts: 4_000,
  full: { posts: 50_000, rate: 600, viewers: 500 },
  async strike(world, scale) {
    let worst = 0;
    for (let round = 0; round < (scale.isSmall ? 2 : 10); round++) {
      const victims = [...world.ingests, ...world.persists, ...world.webs];
      for (const keeper of victims) {
        await keeper.killAndRestart();
        await pause(scale, [100, 900]);
      }
      worst = Math.max(worst, await timeToFlow(world, 20_000));
    }
    await timeUntil(
      10_000,
      () =>
        Promise.resolve(world.viewers.every(({ breaks }) => breaks.length > 0)),
    );
    const back = longestBreak(world);
    ok(back < 10_000, `a viewer was back after ${back} ms`);
    return { flowMs: worst, viewerMs: back };
  },
};

const killServers: WorldFault = {
  name: "kill -9 of nats-server and mariadbd under flow",
  mustHold: "lost 0, doubled 0; flow within 5 s after the server is back",
  posts: 4_000,
  full: { posts: 50_000, rate: 600, viewers: 20 },
  async strike(world, scale) {
    const kills = scale.isSmall
      ? [world.nats, world.mysql]
      : [...Array(8).fill(world.nats), ...Array(5).fill(world.mysql)];
    let worst = 0;
    for (const server of kills) {
      await server.kill();
      await pause(scale, [200, 1_500]);
      await server.start();
      worst = Math.max(worst, await timeToFlow(world, 20_000));
    }
    return { flowMs: worst };
  },
};

/** Sends SIGTERM and returns how long the process took to end well. */
async function timeToEnd(world: World, role: RoleName): Promise<number> {
  const keeper = world[role][0]!;
  const began = performance.now();
  keeper.process.signal("SIGTERM");
  const { code, stderr } = await keeper.process.output;
  const took = performance.now() - began;
  strictEqual(code, 0, stderr);
  ok(took < 10_000, `${role} took ${took} ms to end`);
  return Math.round(took);
}

type RoleName = "ingests" | "persists" | "webs";

const terminate: WorldFault = {
  name: "SIGTERM of each role under load",
  mustHold: "exit 0 within 10 s, lost 0, viewers resume",
  posts: 3_000,
  full: { posts: 20_000, rate: 600, viewers: 100 },
  async strike(world, scale) {
    let worst = 0;
    for (const role of ["ingests", "persists", "webs"] as const) {
      worst = Math.max(worst, await timeToEnd(world, role));
      await world[role][0]!.killAndRestart();
      await pause(scale, [200, 600]);
    }
    return { endMs: worst };
  },
};

const stopClock: FaultRow = {
  name: "SIGSTOP of each process for 30 s",
  mustHold:
    "/readyz 503 within 10 s, naming the part; recovery within 10 s; a woken ingest does no harm",
  isQuick: false,
  async run(scale) {
    await using world = await openWorld({ posts: 30_000, rate: 250 });
    await world.reach(50);
    let [worst, detected] = [0, 0];
    const stopped = [
      [world.nats, "ingest"],
      [world.mysql, "persist"],
      [world.ingests[0]!.process, null],
      [world.persists[0]!.process, null],
      [world.webs[0]!.process, null],
    ] as const;
    for (const [process, role] of stopped) {
      const began = performance.now();
      process.signal("SIGSTOP");
      try {
        if (role !== null) {
          const { ms } = await timeToNotReady(world.readiness[role]!, 15_000);
          detected = Math.max(detected, ms);
        }
        const leftMs = (scale.isSmall ? 12_000 : 30_000) -
          (performance.now() - began);
        await pause(scale, [leftMs, leftMs + 1_000]);
      } finally {
        process.signal("SIGCONT");
      }
      worst = Math.max(worst, await timeToFlow(world, 30_000));
    }
    return { ...await settle(world), notReadyMs: detected, flowMs: worst };
  },
};

/** The server that leads the stream. */
async function findLeader({ cluster, env }: World): Promise<NatsServer> {
  await using link = await manageNats(env["NATS_URL"]!);
  const info = await link.manager.streams.info("POSTS");
  return cluster.find(({ name }) => name === info.cluster?.leader)!;
}

const cluster: FaultRow = {
  name: "three NATS servers: kill and pause the leader, lose two of three",
  mustHold: "lost 0, doubled 0; flow within 10 s, with quorum back within 15 s",
  isQuick: false,
  async run(scale) {
    await using world = await openWorld({
      posts: scale.isSmall ? 8_000 : 40_000,
      rate: 300,
      isCluster: true,
    });
    await world.reach(100);
    let leader = await findLeader(world);
    await leader.kill();
    const killMs = await timeToFlow(world, 15_000);
    await leader.start();
    await pause(scale, [3_000, 4_000]);

    leader = await findLeader(world);
    leader.signal("SIGSTOP");
    const pauseMs = await timeToFlow(world, 30_000);
    leader.signal("SIGCONT");
    await pause(scale, [3_000, 4_000]);

    const two = world.cluster.slice(1);
    for (const server of two) await server.kill();
    const { ms } = await timeToNotReady(world.readiness["ingest"]!, 15_000);
    for (const server of two) await server.start();
    const quorumMs = await timeToFlow(world, 30_000);
    return {
      ...await settle(world),
      killMs,
      pauseMs,
      quorumMs,
      notReadyMs: ms,
    };
  },
};

/** Processes that are killed, or asked to end. */
export const KILLS: readonly WorldFault[] = [killRoles, killServers, terminate];

/** The same, and processes that are stopped. */
export const KILL_ROWS: readonly FaultRow[] = [
  ...KILLS.map(worldRow),
  stopClock,
  cluster,
];
