import { rejects } from "node:assert/strict";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { parseSourceUrl } from "../workers/ingest/parse_source_url.ts";
import { checkFiles } from "./check_files.ts";

function check(...urls: string[]): Promise<void> {
  return checkFiles({ sources: urls.map(parseSourceUrl) });
}

Deno.test("checkFiles() is content with files that can be read, and with other sources", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/posts`, "");
  await check("demo:", `file:${folder.path}/posts?rate=1`);
});

Deno.test("checkFiles() names the one file of several that is not there", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/posts`, "");
  const path = `${folder.path}/none`;
  await rejects(check(`file:${folder.path}/posts`, `file:${path}`), {
    name: "StartError",
    message: "SOURCE_URL must name a readable file: current value is " +
      `"file:${path}" (No such file or directory (os error 2): stat '${path}')`,
  });
});

Deno.test("checkFiles() refuses a folder", async () => {
  await using folder = await temporaryFolder();
  await rejects(check(`file:${folder.path}`), /\(it is not a file\)$/);
});

Deno.test("checkFiles() refuses a pipe instead of waiting for its other end", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/pipe`;
  await new Deno.Command("mkfifo", { args: [path] }).output();
  await rejects(check(`file:${path}`), /\(it is not a file\)$/);
});
