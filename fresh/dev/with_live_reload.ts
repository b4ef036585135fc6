import { ALIVE_PATH } from "../client/alive_path.ts";

/** Also tells pages which start of the server they are connected to. */
export function withLiveReload(
  handler: (
    req: Request,
    info: Deno.ServeHandlerInfo,
  ) => Promise<Response>,
): Deno.ServeHandler {
  const revision = Date.now();
  return (req, info) => {
    if (new URL(req.url).pathname !== ALIVE_PATH) return handler(req, info);
    if (req.headers.get("upgrade") !== "websocket") {
      return new Response("Not Implemented", { status: 501 });
    }
    const { socket, response } = Deno.upgradeWebSocket(req);
    socket.onopen = () =>
      socket.send(JSON.stringify({ type: "initial-state", revision }));
    return response;
  };
}
