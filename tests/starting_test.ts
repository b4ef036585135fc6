import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { buildPages } from "./support/pages.ts";
import { startNatsServer } from "./support/nats.ts";
import { startRole } from "./support/processes.ts";
import { freePort, temporaryFolder } from "./support/temporary.ts";
import { retryUntil } from "./support/waiting.ts";

Deno.test("start answers while NATS is away, and says so; then it serves", async () => {
  await buildPages();
  await using folder = await temporaryFolder();
  await using nats = await startNatsServer();
  await nats.kill();
  const port = freePort();
  await using _start = startRole("start", {
    PORT: String(port),
    NATS_URL: nats.url,
    SOURCE_URL: "demo:",
    DATABASE_URL: `sqlite:${folder.path}/a.db`,
  });
  const url = `http://127.0.0.1:${port}`;
  const ask = (path: string) =>
    fetch(url + path, { signal: AbortSignal.timeout(10_000) });
  await retryUntil(async () => {
    const response = await ask("/readyz");
    const { unreachable, reasons } = await response.json();
    deepStrictEqual([response.status, unreachable], [503, ["broker"]]);
    match(reasons.broker, /no answer yet/);
  });
  deepStrictEqual(await (await ask("/healthz")).json(), { ok: true });
  const page = await ask("/t/trump");
  strictEqual(page.status, 503);
  strictEqual(page.headers.get("retry-after"), "5");
  match(await page.text(), /Not ready yet \(broker\)/);
  const api = await ask("/api/topics");
  strictEqual(api.status, 503);
  match((await api.json()).error, /Not ready yet \(broker\)/);

  await nats.start();
  await retryUntil(async () => {
    deepStrictEqual(await (await ask("/readyz")).json(), { ok: true });
  }, { timeoutMs: 30_000 });
  const served = await ask("/t/trump");
  strictEqual(served.status, 200);
  match(await served.text(), /trump/);
});
