import { setTimeout as delay } from "node:timers/promises";
import { readX } from "../x_source.ts";

/** Prints the first thing that a server on this machine sends: a post, or why there is none. */
const [host = ""] = Deno.args;
await using x = readX(host);
while (x.only("post").length + x.only("down").length === 0) await delay(10);
const [post] = x.only("post");
const [down] = x.only("down");
// deno-lint-ignore no-console
console.log(post ? post.post.text : down?.why);
