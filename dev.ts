import { Builder } from "fresh/dev";
import type { State } from "./state.ts";
import { bundleStyles } from "./tools/bundle_styles.ts";
import { isBuildStale } from "./tools/is_build_stale.ts";

const builder = new Builder<State>();

if (!Deno.args.includes("build")) {
  bundleStyles();
  const { runDev } = await import("./start/dev.ts");
  await runDev(builder);
} else if (!Deno.args.includes("--if-stale") || await isBuildStale()) {
  const slow = setTimeout(() => {
    // deno-lint-ignore no-console
    console.error("Building the pages");
  }, 2_000);
  bundleStyles();
  await builder.build();
  clearTimeout(slow);
}
