import { Builder } from "fresh/dev";
import { isBuildStale } from "./tools/is_build_stale.ts";

const builder = new Builder();

if (!Deno.args.includes("build")) {
  await builder.listen(() => import("./main.ts"));
} else if (!Deno.args.includes("--if-stale") || await isBuildStale()) {
  await builder.build();
}
