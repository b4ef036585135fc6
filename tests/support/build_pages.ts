const ROOT = new URL("../../", import.meta.url);

/** Builds the pages as `start` does, unless the build is up to date. */
export async function buildPages(): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "dev.ts", "build", "--if-stale"],
    cwd: ROOT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
