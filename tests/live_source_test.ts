import { blueskySource } from "../workers/ingest/sources/bluesky/bluesky.ts";
import { mastodonSource } from "../workers/ingest/sources/mastodon/mastodon.ts";
import { SpendMeter } from "../workers/ingest/sources/spending.ts";
import { xSource } from "../workers/ingest/sources/x/x.ts";
import {
  postMessage,
  startBlueskyServer,
} from "./support/fakes/bluesky_server.ts";
import { QUICK_BLUESKY, QUICK_MASTODON } from "./support/read_sources.ts";
import { type LiveServer, testLiveSource } from "./support/source_suite.ts";
import { startMastodon } from "./support/fakes/mastodon_server.ts";
import { startXServer } from "./support/fakes/x_server.ts";
import { memorySpendStore, QUICK_X, watchList } from "./support/x_source.ts";

/** Text as it stands in HTML. */
function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

testLiveSource("xSource()", async (): Promise<LiveServer> => {
  const server = await startXServer({ maxBacklog: 2 ** 26 });
  const meter = new SpendMeter({
    limit: 0,
    store: memorySpendStore(),
    log: () => {},
  });
  let isRefused = false;
  let refusals = 0;
  /** Each refusal is for one request: there is always one ahead. */
  const refusing = setInterval(() => {
    if (!isRefused || refusals > server.requests.stream.length) return;
    refusals = server.requests.stream.length + 1;
    server.fail("stream", { status: 503, body: {} });
  }, 1);
  return {
    source: xSource({
      host: server.host,
      token: "secret",
      topics: watchList({ cats: "cat" }),
      meter,
      timeouts: QUICK_X,
    }),
    get isHeard() {
      return server.isConnected;
    },
    get tries() {
      return server.requests.stream.length;
    },
    say: (number, text) =>
      void server.post(
        { id: `${number}`, text: escape(text) },
        ["freshet:cats"],
      ),
    sayMuch: (bytes) => void server.send(`{"data":"${"x".repeat(bytes)}"}\r\n`),
    cut: () => server.drop("cut"),
    refuse: (value) => isRefused = value,
    async [Symbol.asyncDispose]() {
      clearInterval(refusing);
      await server[Symbol.asyncDispose]();
    },
  };
});

testLiveSource("blueskySource()", () => {
  const server = startBlueskyServer();
  return Promise.resolve({
    source: blueskySource({
      hosts: [server.host],
      timeouts: { ...QUICK_BLUESKY, silenceMs: 5_000 },
    }),
    get isHeard() {
      return server.clients > 0;
    },
    get tries() {
      return server.connects.length;
    },
    say: (number, text) =>
      void server.say(postMessage("did:plc:ann", `${number}`, text)),
    sayMuch: (bytes) => server.blurt(`{"did":"${"x".repeat(bytes)}"}`),
    cut: () => server.drop(),
    refuse: (isRefused) => server.welcome = isRefused ? 503 : "accept",
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  });
});

for (const form of ["sse", "websocket"] as const) {
  testLiveSource(`mastodonSource() over ${form}`, () => {
    const server = startMastodon({ forms: [form] });
    return Promise.resolve({
      source: mastodonSource({
        host: server.host,
        token: "a-token",
        timeouts: QUICK_MASTODON,
      }),
      get isHeard() {
        return server.streams.count > 0;
      },
      get tries() {
        return server.requests.length;
      },
      say: (_number, text) =>
        void server.post({ content: `<p>${escape(text)}</p>` }),
      sayMuch: (bytes) =>
        server.streams.sendEvent("update", `{"id":"${"x".repeat(bytes)}"}`),
      cut: () => server.streams.end("break"),
      refuse: (isRefused) =>
        server.intercept = () =>
          isRefused ? new Response("busy", { status: 503 }) : undefined,
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    });
  });
}
