import { runRole } from "../../../start/role.ts";

/** What a process might do that it should not need; each returns or throws. */
const ATTEMPTS: Readonly<Record<string, () => unknown>> = {
  "write its data": () => Deno.writeTextFileSync(`${Deno.args[0]}/a`, ""),
  "write its program": () => Deno.writeTextFileSync("tests/written", ""),
  "write elsewhere": () => Deno.writeTextFileSync("/tmp/written", ""),
  "read its program": () => Deno.readTextFileSync("deno.json"),
  "read elsewhere": () => Deno.readTextFileSync("/etc/passwd"),
  "run": () => new Deno.Command("/bin/true").outputSync(),
  "sys": () => Deno.hostname(),
  "ffi": () => Deno.dlopen("/lib/none.so", {}),
  "X_BEARER_TOKEN": () => Deno.env.get("X_BEARER_TOKEN"),
  "MASTODON_TOKEN": () => Deno.env.get("MASTODON_TOKEN"),
  "ADMIN_TOKEN": () => Deno.env.get("ADMIN_TOKEN"),
  "HOME": () => Deno.env.get("HOME"),
};

await runRole(() => {
  const done = Object.keys(ATTEMPTS).filter((name) => {
    try {
      ATTEMPTS[name]!();
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) return false;
      throw error;
    }
  });
  // deno-lint-ignore no-console
  console.log(JSON.stringify(done));
  return Promise.resolve();
});
