import type { ServerStatus } from "../../../../tests/support/fakes/mastodon_streams.ts";
import { startMastodon } from "../../../../tests/support/fakes/mastodon_server.ts";
import { testSource } from "../../../../tests/support/source_suite.ts";
import type { Source } from "../source.ts";
import { mastodonSource } from "./mastodon.ts";

const TOKEN = "a-token";

/** A source of a server that lives as long as it is read, and always has something to say. */
function talkative(form: "sse" | "websocket"): Source {
  let statuses: readonly ServerStatus[] = [];
  return {
    name: "mastodon",
    key: "mastodon://social.example",
    async *read(position, signal) {
      await using server = startMastodon({ forms: [form], statuses });
      const timer = setInterval(() => {
        const { id } = server.post({ language: "pt-BR" });
        if (statuses.length % 7 === 3) server.edit(id, "<p>better</p>");
        if (statuses.length % 10 === 5) server.remove(id);
        statuses = server.statuses;
      }, 2);
      const { host } = server;
      try {
        const timeouts = { rewindMs: 0 };
        yield* mastodonSource({ host, token: TOKEN, timeouts }).read(
          position,
          signal,
        );
      } finally {
        clearInterval(timer);
      }
    },
  };
}

for (const form of ["sse", "websocket"] as const) {
  testSource(`mastodonSource() by ${form}`, () => talkative(form));
}
