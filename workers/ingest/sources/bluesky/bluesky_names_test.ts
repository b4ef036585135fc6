import { deepStrictEqual } from "node:assert/strict";
import {
  identityMessage,
  startProfiles,
} from "../../../../tests/support/fakes/bluesky_profiles.ts";
import {
  postMessage,
  startBlueskyServer,
} from "../../../../tests/support/fakes/bluesky_server.ts";
import { followBluesky } from "../../../../tests/support/read_sources.ts";
import { createMatcher } from "../../ingest.ts";
import type { TrackedTopic } from "../topic_watch.ts";
import { HandleKeeper, type HandleStore } from "./handles.ts";

const NO_STORE: HandleStore = {
  read: () => Promise.resolve([]),
  find: () => Promise.resolve([]),
  write: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  recentAuthors: () => Promise.resolve([]),
};

Deno.test("blueskySource() finds the posts of an account by its handle and by its DID", async () => {
  await using server = startBlueskyServer();
  await using api = startProfiles({ "did:plc:ann": "ann.example" });
  const current = ["from:ann.example", "from:bob.example", "from:did:plc:ann"]
    .map((query, i): TrackedTopic => ({ slug: `t${i}`, query, active: true }));
  const topics = { current, onChange: () => () => {} };
  const handles = new HandleKeeper({
    ...{ host: api.host, store: NO_STORE, topics, pauseMs: 5 },
  });
  const match = createMatcher(current);
  await using followed = followBluesky([server.host], { handles });
  await followed.until("api", () => handles.handleOf("did:plc:ann") !== null);
  await followed.until("client", () => server.clients === 1);
  server.say(identityMessage("did:plc:bob", "Bob.example"));
  for (const name of ["ann", "bob", "eve"]) {
    server.say(postMessage(`did:plc:${name}`, "3a", "hi"));
  }
  await followed.until("posts", () => followed.only("post").length === 3);
  deepStrictEqual(
    followed.only("post").map(({ post }) => [post.author, match(post)]),
    [
      ["did:plc:ann", ["t0", "t2"]],
      ["did:plc:bob", ["t1"]],
      ["did:plc:eve", []],
    ],
  );
});
