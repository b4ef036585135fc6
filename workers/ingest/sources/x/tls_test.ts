import { match, strictEqual } from "node:assert/strict";
import {
  makeCertificate,
  temporaryFolder,
} from "../../../../tests/support/temporary.ts";
import { startXServer } from "../../../../tests/support/fakes/x_server.ts";

const REFUSED = /X cannot be reached: .*(?:certificate|altnames)/i;
const READER = new URL(
  "../../../../tests/support/programs/print_first_post.ts",
  import.meta.url,
);

/** What a process with few permissions reads from a server. */
async function read(
  host: string,
  env: Record<string, string>,
): Promise<string> {
  const { PATH = "", HOME = "" } = Deno.env.toObject();
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-check", "--no-prompt"],
      ...["--allow-net", "--allow-read", "--allow-env=SOURCE_URL"],
      ...[READER.href, host],
    ],
    clearEnv: true,
    env: { PATH, HOME, ...env },
    stdin: "null",
    signal: AbortSignal.timeout(20_000),
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout).trim() || decoder.decode(stderr);
}

Deno.test("xSource() reads over TLS from those whom it trusts, and tells nothing to others", async () => {
  await using folder = await temporaryFolder();
  const made = await makeCertificate(folder.path, "localhost");
  const cert = await Deno.readTextFile(made.certificate);
  const key = await Deno.readTextFile(made.key);
  await using server = await startXServer({ tls: { cert, key } });
  const timer = setInterval(() => {
    server.post({ id: "1", text: "a secret cat" }, ["freshet:cats"]);
  }, 20);
  const port = server.host.split(":")[1];
  const { authority } = made;
  try {
    match(await read(server.host, {}), REFUSED);
    match(await read(`127.0.0.1:${port}`, { DENO_CERT: authority }), REFUSED);
    strictEqual(server.requests.rules.length, 0);
    for (const name of ["DENO_CERT", "NODE_EXTRA_CA_CERTS"]) {
      strictEqual(
        await read(server.host, { [name]: authority }),
        "a secret cat",
      );
    }
  } finally {
    clearInterval(timer);
  }
});
