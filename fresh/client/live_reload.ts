/** The script of every page in development: reloads it when the server has restarted. @module */
import { ALIVE_PATH } from "./wire.ts";

const RETRY_MS = 300;
let known: string | undefined;

connect();

function connect(): void {
  const socket = new WebSocket(ALIVE_PATH);
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    if (known !== undefined && known !== data) location.reload();
    known = data;
  };
  socket.onclose = () => setTimeout(connect, RETRY_MS);
}
