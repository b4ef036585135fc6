/**
 * The script of every page in development: loads it again when the server has restarted.
 *
 * @module
 */
import { ALIVE_PATH } from "./alive_path.ts";

const RETRY_MS = 300;
let known: number | undefined;

connect();

function connect(): void {
  const socket = new WebSocket(ALIVE_PATH);
  socket.onmessage = ({ data }) => {
    const { revision } = JSON.parse(data) as { revision: number };
    if (known !== undefined && known !== revision) location.reload();
    known = revision;
  };
  socket.onclose = () => setTimeout(connect, RETRY_MS);
}
