/** What upstream Fresh reads to name its build (`@fresh/build-id`). */
const BUILD_ID = ["DENO_DEPLOYMENT_ID", "GITHUB_SHA", "CI_COMMIT_SHA"];

/** Roles that serve pages. */
const PAGES = ["start", "web"];

/**
 * Changes the text of `deno.json` from the stand-in in `fresh/` to upstream
 * Fresh: without the link, and with the permissions that upstream needs.
 */
export function toUpstream(text: string): string {
  const { links: _, ...settings } = JSON.parse(text);
  const { permissions, tasks } = settings;
  // The stand-in and its tests are of no use beside upstream.
  settings.exclude = [...new Set([...settings.exclude, "fresh"])];
  for (const role of PAGES) {
    const { env } = permissions[role];
    env.allow = [...new Set([...env.allow, ...BUILD_ID])];
  }
  // Upstream makes its working directory itself, and runs esbuild with plugins.
  const { command } = tasks.build;
  tasks.build.command = command.replace(/--no-prompt( --allow-\S+)+/, "-A");
  return JSON.stringify(settings, null, 2) + "\n";
}

if (import.meta.main) {
  const text = await Deno.readTextFile("deno.json");
  await Deno.writeTextFile("deno.json", toUpstream(text));
  await Deno.remove("deno.lock").catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
