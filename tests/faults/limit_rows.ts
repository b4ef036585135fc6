import { match, ok } from "node:assert/strict";
import { type FaultRow, pause } from "./row.ts";
import { temporaryFolder } from "../support/temporary.ts";
import {
  residentBytes,
  settle,
  timeToFlow,
  timeToNotReady,
} from "./findings.ts";
import { openWorld } from "./world.ts";

const MIB = 1_048_576;

const fullStream: FaultRow = {
  name: "the stream is at its byte limit",
  mustHold: "ingest waits below 256 MiB, drains, lost 0",
  isQuick: true,
  async run(scale) {
    await using world = await openWorld({
      posts: scale.isSmall ? 5_000 : 50_000,
      pad: 4_000,
      rate: 20_000,
      env: () => ({ STREAM_MAX_BYTES: "10MiB" }),
    });
    const [persist] = world.persists;
    const [ingest] = world.ingests;
    persist!.process.signal("SIGSTOP");
    await pause(scale, [2_000, 3_000], [20_000, 25_000]);
    const memory = await residentBytes(ingest!.process.pid);
    ok(memory < 256 * MIB, `ingest takes ${memory} bytes`);
    persist!.process.signal("SIGCONT");
    const flowMs = await timeToFlow(world, 40_000);
    const findings = await settle(world);
    return { ...findings, flowMs, ingestMiB: Math.round(memory / MIB) };
  },
};

/** A small file system in memory, gone with its scope; needs root. */
export async function mountSmall(size: string) {
  const folder = await temporaryFolder();
  await run("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder.path);
  return {
    path: folder.path,
    /** Takes all the room that is left; returns what gives it back. */
    async fill() {
      const filler = `${folder.path}/filler`;
      await new Deno.Command("dd", {
        args: ["if=/dev/zero", `of=${filler}`, "bs=4096"],
        stderr: "null",
      }).output();
      return () => Deno.remove(filler);
    },
    async [Symbol.asyncDispose]() {
      await run("umount", "-l", folder.path);
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function run(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Fills the disk of a server and makes room again. */
function fullDisk(server: "nats" | "mysql", size: string): FaultRow {
  const role = server === "nats" ? "ingest" : "persist";
  return {
    name: `the disk of ${server} is full`,
    mustHold: "lost 0; 503 within 10 s; flow within 15 s after there is room",
    isQuick: false,
    async run(scale) {
      await using disk = await mountSmall(size);
      await using world = await openWorld({
        posts: scale.isSmall ? 8_000 : 40_000,
        rate: scale.isSmall ? 200 : 500,
        folders: { [server]: disk.path },
        env: () => server === "nats" ? { STREAM_MAX_BYTES: "32MiB" } : {},
      });
      await world.reach(100);
      const free = await disk.fill();
      const { ms, reason } = await timeToNotReady(world.readiness[role]!);
      match(reason, server === "nats" ? /NATS|log/i : /database/i);
      await pause(scale, [2_000, 3_000], [15_000, 20_000]);
      await free();
      await world[server].kill(); // nats-server 2.9 hangs, MariaDB may have ended: as a supervisor does
      await world[server].start();
      const flowMs = await timeToFlow(world, 15_000);
      return { ...await settle(world), notReadyMs: ms, flowMs };
    },
  };
}

/** What is full. */
export const LIMIT_ROWS: readonly FaultRow[] = [
  fullStream,
  fullDisk("nats", "64m"),
  fullDisk("mysql", "400m"),
];
