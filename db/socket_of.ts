import type { Socket } from "node:net";
import type { PoolConnection } from "mysql2";

/** What a connection of mysql2 talks through. To end one does not wait for a server that hangs. */
export function socketOf(connection: PoolConnection): Socket {
  return (connection as unknown as { stream: Socket }).stream;
}
