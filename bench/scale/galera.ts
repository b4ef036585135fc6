import { strictEqual } from "node:assert/strict";
import {
  type OwnMysqlServer,
  startMysqlServer,
} from "../../tests/support/mysql.ts";
import { freePort } from "../../tests/support/temporary.ts";
import { retryUntil } from "../../tests/support/waiting.ts";

/** Debian's package galera-4. */
const PROVIDER = "/usr/lib/galera/libgalera_smm.so";

/** MariaDB servers that commit together, gone with their scope. */
export interface GaleraCluster extends AsyncDisposable {
  readonly nodes: readonly OwnMysqlServer[];
}

/** Whether Galera is installed. */
export async function hasGalera(): Promise<boolean> {
  return await Deno.stat(PROVIDER).then(() => true, () => false);
}

/**
 * Starts three MariaDB servers as a Galera cluster on the loopback interface. All
 * begin with the same tables, so that no state is transferred.
 */
export async function startGalera(size = 3): Promise<GaleraCluster> {
  await using starting = new AsyncDisposableStack();
  const ports = Array.from({ length: size }, freePort);
  const members = ports.map((port) => `127.0.0.1:${port}`).join(",");
  const nodes: OwnMysqlServer[] = [];
  for (const [i, port] of ports.entries()) {
    const provider = [
      `gmcast.listen_addr=tcp://127.0.0.1:${port}`,
      `ist.recv_addr=127.0.0.1:${freePort()}`,
      "gcache.size=64M",
    ].join(";");
    const state = nodes[0] && await describeState(nodes[0]);
    nodes.push(starting.use(
      await startMysqlServer([
        "--wsrep-on=on",
        `--wsrep-provider=${PROVIDER}`,
        `--wsrep-cluster-address=gcomm://${i === 0 ? "" : members}`,
        `--wsrep-node-address=127.0.0.1:${port}`,
        `--wsrep-provider-options=${provider}`,
        "--wsrep-sst-method=skip",
        "--binlog-format=row",
        "--innodb-autoinc-lock-mode=2",
      ], {
        prepare: async (data) => {
          if (state) await Deno.writeTextFile(`${data}/grastate.dat`, state);
        },
      }),
    ));
    await retryUntil(() => expectMembers(nodes.at(-1)!, i + 1));
  }
  const started = starting.move();
  return { nodes, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

async function expectMembers(
  node: OwnMysqlServer,
  count: number,
): Promise<void> {
  const rows = await node.run(
    "show status where variable_name in ('wsrep_cluster_size', 'wsrep_ready')",
  );
  const values = rows.map((row) => row.Value ?? row.value);
  strictEqual(values.sort().join(), `${count},ON`);
}

/** The file by which a node that joins seems to have what another one has: only what follows is sent. */
async function describeState(node: OwnMysqlServer): Promise<string> {
  const rows = await node.run("show status like 'wsrep_%'");
  const valueOf = (name: string) =>
    rows.find((row) => row.Variable_name === name)!.Value;
  return [
    "# GALERA saved state",
    "version: 2.1",
    `uuid:    ${valueOf("wsrep_cluster_state_uuid")}`,
    `seqno:   ${valueOf("wsrep_last_committed")}`,
    "safe_to_bootstrap: 0\n",
  ].join("\n");
}
