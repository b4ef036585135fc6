import { match, strictEqual } from "node:assert/strict";
import {
  freePort,
  makeCertificate,
  temporaryFolder,
} from "../../../tests/support/temporary.ts";
import { describeNetworkError, findScheme } from "./network.ts";

function portOf(server: Deno.HttpServer<Deno.NetAddr> | Deno.Listener): number {
  return (server.addr as Deno.NetAddr).port;
}

Deno.test("findScheme() takes every other machine to speak TLS", async () => {
  strictEqual(await findScheme("mastodon.social"), "https");
  strictEqual(await findScheme("127.0.0.1.example:80"), "https");
});

Deno.test("findScheme() knows a server on this machine without TLS", async () => {
  const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
  await using server = Deno.serve(options, () => new Response());
  strictEqual(await findScheme(`127.0.0.1:${portOf(server)}`), "http");
});

Deno.test("findScheme() knows a server on this machine with TLS, whoever signed for it", async () => {
  await using folder = await temporaryFolder();
  const made = await makeCertificate(folder.path, "localhost");
  await using server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen() {},
    cert: await Deno.readTextFile(made.certificate),
    key: await Deno.readTextFile(made.key),
  }, () => new Response());
  strictEqual(await findScheme(`localhost:${portOf(server)}`), "https");
});

Deno.test("findScheme() does not wait for a server that says nothing", async () => {
  using silent = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const accepting = silent.accept();
  strictEqual(await findScheme(`127.0.0.1:${portOf(silent)}`), "http");
  (await accepting).close();
});

Deno.test("findScheme() does not mind that nobody listens", async () => {
  strictEqual(await findScheme("127.0.0.1:1"), "http");
});

Deno.test("describeNetworkError() gives the reason, without the address", async () => {
  const error = await fetch(`http://127.0.0.1:${freePort()}/path`).catch((
    error,
  ) => error);
  match(describeNetworkError(error), /^connection refused \((?!.*path).*\)$/);
  strictEqual(describeNetworkError(new Error("odd")), "odd");
});
