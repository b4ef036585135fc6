import { Agent } from "node:https";
import type { Duplex } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";

/**
 * An agent that trusts what the process trusts, by `DENO_CERT` and
 * `NODE_EXTRA_CA_CERTS` alike. Where the latter is set, Deno's own agent wants
 * permissions that this program does not have.
 */
export class TlsAgent extends Agent {
  override createConnection(options: ConnectionOptions): Duplex {
    const { host, port, servername } = options;
    return connect({
      ...(host !== undefined && { host }),
      ...(port !== undefined && { port: Number(port) }),
      ...(servername !== undefined && { servername }),
    });
  }
}
