const ROOT = new URL("../", import.meta.url);

/** What the build is made from. */
const SOURCES = [
  "components",
  "deno.json",
  "deno.lock",
  "dev.ts",
  "domain",
  "fresh",
  "islands",
  "live",
  "main.ts",
  "routes",
  "state.ts",
  "static",
];

/** Whether there is no build, or one that is older than a file it is made from. */
export async function isBuildStale(root: URL = ROOT): Promise<boolean> {
  const built = await modifiedMs(new URL("_fresh/server.js", root));
  for (const name of SOURCES) {
    if (await newestMs(new URL(name, root)) > built) return true;
  }
  return false;
}

async function newestMs(url: URL): Promise<number> {
  let newest = await modifiedMs(url);
  if (!newest || !(await Deno.stat(url)).isDirectory) return newest;
  for await (const entry of Deno.readDir(url)) {
    if (entry.name === "node_modules") continue;
    const child = new URL(encodeURIComponent(entry.name), `${url.href}/`);
    newest = Math.max(newest, await newestMs(child));
  }
  return newest;
}

/** When a file was last changed; 0 if there is none. */
async function modifiedMs(url: URL): Promise<number> {
  try {
    return (await Deno.stat(url)).mtime?.getTime() ?? 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
