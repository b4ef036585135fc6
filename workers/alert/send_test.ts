import { deepStrictEqual, rejects } from "node:assert/strict";
import { hostname } from "node:os";
import { sendAlert } from "./send.ts";

Deno.test("sendAlert() connects to no name that leads into a private network", async () => {
  let received = 0;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response(String(++received)),
  );
  const send = (host: string) =>
    sendAlert({
      url: new URL(`http://${host}:${server.addr.port}/`),
      body: "{}",
      headers: {},
    });
  try {
    await rejects(send(hostname()), {
      name: "AlertRefusedError",
      message: /private network|ENOTFOUND|EAI_/,
    });
    deepStrictEqual(received, 0);
    await send("127.0.0.1");
    await send("localhost");
    deepStrictEqual(received, 2);
  } finally {
    await server.shutdown();
  }
});
