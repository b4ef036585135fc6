import { rejects } from "node:assert/strict";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { lockFile } from "./lock_file.ts";

Deno.test("lockFile() holds a file until it is disposed of, and takes it away", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/lock`;
  {
    using _lock = await lockFile(path);
    await rejects(lockFile(path), /another process stores into it/);
    await rejects(lockFile(path)); // the first refusal did not end the hold
  }
  await rejects(Deno.stat(path), Deno.errors.NotFound);
  using _lock = await lockFile(path);
});

Deno.test("lockFile() takes over what a process left behind that died", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/lock`;
  const script =
    `await (await Deno.open("${path}", { create: true, write: true }))
    .lock(true); Deno.kill(Deno.pid, "SIGKILL");`;
  await new Deno.Command(Deno.execPath(), { args: ["eval", script] }).output();
  await Deno.stat(path);
  using _lock = await lockFile(path);
});
