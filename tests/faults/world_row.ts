import { settle, type SettleOptions } from "./findings.ts";
import { type FaultRow, type Scale, seededRandom } from "./row.ts";
import { openWorld, type World, type WorldOptions } from "./world.ts";

/** A fault that needs no world of its own. */
export interface WorldFault extends Omit<FaultRow, "isQuick" | "run"> {
  /** The world of the full form. */
  readonly full: WorldOptions;
  /** How many posts the small form takes. */
  readonly posts: number;
  readonly settle?: SettleOptions;
  /** Brings the fault about while posts flow, asserts what must hold at once, and returns what was measured. */
  strike(world: World, scale: Scale): Promise<Record<string, number>>;
}

const SMALL = { rate: 600, viewers: 5 };

/** The row of such a fault; its small form runs with those of others, by {@linkcode testTogether}. */
export function worldRow(fault: WorldFault): FaultRow {
  const { name, mustHold, posts, full } = fault;
  return {
    ...{ name, mustHold, isQuick: true },
    async run(scale) {
      const options = scale.isSmall ? { ...SMALL, posts } : full;
      await using world = await openWorld(options);
      await world.reach(100);
      const measured = await fault.strike(world, scale);
      return { ...await settle(world, fault.settle), ...measured };
    },
  };
}

/** Registers a test that brings faults about in one world, one after the other, in small. */
export function testTogether(
  name: string,
  faults: readonly WorldFault[],
): void {
  const posts = faults.reduce((sum, fault) => sum + fault.posts, 0);
  Deno.test(`the pipeline holds: ${name}`, async (test) => {
    const scale = { isSmall: true, random: seededRandom(Date.now()) };
    await using world = await openWorld({ ...SMALL, posts });
    await world.reach(100);
    for (const fault of faults) {
      await test.step(fault.name, async () => {
        await fault.strike(world, scale);
      });
    }
    await test.step("nothing is lost, doubled or hidden", async () => {
      await settle(world, faults[0]!.settle);
    });
  });
}
