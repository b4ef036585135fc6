import {
  type LinkFault,
  startTcpProxy,
  type TcpProxy,
} from "../support/fakes/tcp_proxy.ts";
import { type FaultRow, pause } from "./row.ts";
import { settle, timeToFlow } from "./findings.ts";
import { openWorld } from "./world.ts";

const FAULTS: readonly LinkFault[] = [
  "refuse",
  "reset",
  "black hole",
  "delay",
  "slices",
];

const brokenLinks: FaultRow = {
  name: "a proxy on each link: refuse, reset, black hole, delay, slices",
  mustHold: "healed within 5 s, lost 0, doubled 0",
  isQuick: true,
  async run(scale) {
    await using proxies = new AsyncDisposableStack();
    const links: TcpProxy[] = [];
    await using world = await openWorld({
      ...scale.isSmall ? { posts: 8_000 } : { posts: 40_000, rate: 120 },
      env({ nats, database }) {
        const behindProxy = (url: string) => {
          const address = new URL(url);
          const link = proxies.use(startTcpProxy(Number(address.port)));
          links.push(link);
          return url.replace(address.port, String(link.port));
        };
        return {
          NATS_URL: behindProxy(nats.url),
          DATABASE_URL: behindProxy(database.url),
        };
      },
    });
    await world.reach(100);
    let worst = 0;
    for (const fault of FAULTS) {
      for (const link of links) {
        link.behave(fault);
        await pause(scale, [700, 1_200], [30_000, 30_000]);
        link.behave("none");
        worst = Math.max(worst, await timeToFlow(world, 30_000));
      }
    }
    return { ...await settle(world), flowMs: worst };
  },
};

/** Links between the roles and the servers. */
export const LINK_ROWS: readonly FaultRow[] = [brokenLinks];
