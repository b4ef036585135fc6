import { match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { followMastodon } from "../../../../tests/support/read_sources.ts";
import { freePort } from "../../../../tests/support/temporary.ts";
import { startMastodon } from "../../../../tests/support/fakes/mastodon_server.ts";

const SECRET = "s3cret-token";

for (const form of ["sse", "websocket"] as const) {
  Deno.test(`mastodonSource() explains that a token is refused, by ${form}, and retries rarely`, async () => {
    await using server = startMastodon({ forms: [form] });
    server.intercept = ({ url, headers }) =>
      headers.has("upgrade") || form === "sse" && url.includes("/public")
        ? Response.json({ error: `bad\n${SECRET}` }, { status: 401 })
        : undefined;
    await using followed = followMastodon(server.host, { token: SECRET });
    await followed.until("three", () => followed.only("down").length >= 3);
    for (const { why, retryMs } of followed.only("down")) {
      match(
        why,
        /^127\.0\.0\.1:\d+ refuses the token \(401.*\): create .* read:statuses.*MASTODON_TOKEN$/,
      );
      ok(!why.includes(SECRET) && !why.includes("\n"), why);
      strictEqual(retryMs, 100);
    }
    strictEqual(followed.only("live").length, 0);
  });

  Deno.test(`mastodonSource() is polite to a server that hangs up each time, by ${form}`, async () => {
    await using server = startMastodon({ forms: [form] });
    const timeouts = { retryMs: 100, maxRetryMs: 10_000, steadyMs: 1_000 };
    await using followed = followMastodon(server.host, {
      timeouts,
      onEvent: async ({ kind }) => {
        if (kind === "live") server.streams.end("close");
        await Promise.resolve();
      },
    });
    await delay(1_500);
    const downs = followed.only("down");
    ok(downs.length >= 3 && downs.length <= 9, `${downs.length} tries`);
    strictEqual(downs[0]!.retryMs, 0);
    match(downs[0]!.why, /ended the stream$/);
  });

  Deno.test(`mastodonSource() says that a web page is not Mastodon, where ${form} is tried`, async () => {
    const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
    const status = form === "sse" ? 200 : 404;
    await using server = Deno.serve(
      options,
      () =>
        new Response("<html>", {
          headers: { "content-type": "text/html" },
          status,
        }),
    );
    await using followed = followMastodon(`127.0.0.1:${server.addr.port}`);
    await followed.until("down", () => followed.only("down").length >= 1);
    match(
      followed.only("down")[0]!.why,
      /streams neither as server-sent events nor as WebSocket \(\d+\)$/,
    );
  });
}

for (
  const [status, words] of [
    [403, /refuses the token \(403/],
    [422, /refuses the token \(422/],
    [503, /answers 503$/],
    [301, /redirects to other\.example: name that host in SOURCE_URL$/],
    [429, /limits requests \(429\)$/],
  ] as const
) {
  Deno.test(`mastodonSource() knows what ${status} means`, async () => {
    await using server = startMastodon();
    const headers = { location: "https://other.example/x", "retry-after": "5" };
    server.intercept = ({ url }) =>
      url.endsWith("/streaming/public")
        ? new Response(null, { status, headers })
        : undefined;
    await using followed = followMastodon(server.host);
    await followed.until("down", () => followed.only("down").length >= 1);
    const [down] = followed.only("down");
    match(down!.why, words);
    if (status === 429) strictEqual(down!.retryMs, 5_000);
  });
}

Deno.test("mastodonSource() says that a server requires a token where there is none", async () => {
  await using server = startMastodon();
  await using followed = followMastodon(server.host, { token: "" });
  await followed.until("down", () => followed.only("down").length >= 1);
  match(
    followed.only("down")[0]!.why,
    /requires a token \(401: Invalid access token\)/,
  );
});

for (const token of ["a\nb", "a b", "ä"]) {
  Deno.test(`mastodonSource() does not send what is no token: ${JSON.stringify(token)}`, async () => {
    await using server = startMastodon();
    await using followed = followMastodon(server.host, { token });
    await followed.until("down", () => followed.only("down").length >= 1);
    match(
      followed.only("down")[0]!.why,
      /holds a character that no token has$/,
    );
    strictEqual(server.requests.length, 0);
  });
}

Deno.test("mastodonSource() says that a host is unknown", async () => {
  await using followed = followMastodon("no-such-host.invalid");
  await followed.until("down", () => followed.only("down").length >= 1);
  match(
    followed.only("down")[0]!.why,
    /^no-such-host\.invalid cannot be reached: no network, or no such host \(/,
  );
});

Deno.test("mastodonSource() says that a connection is refused", async () => {
  await using followed = followMastodon(`127.0.0.1:${freePort()}`);
  await followed.until("down", () => followed.only("down").length >= 1);
  match(
    followed.only("down")[0]!.why,
    /^127\.0\.0\.1:\d+ cannot be reached: connection refused \(/,
  );
});

Deno.test("mastodonSource() gives up on a server that never answers, for a while", async () => {
  await using server = startMastodon();
  let asked = 0;
  server.intercept = () => {
    asked++;
    return new Response(new ReadableStream(), {
      headers: { "content-length": "5" },
    });
  };
  const timeouts = { answerMs: 100 };
  await using followed = followMastodon(server.host, { timeouts });
  await followed.until("down", () => followed.only("down").length >= 2);
  match(
    followed.only("down")[0]!.why,
    /does not answer in full within 0\.1 s$/,
  );
  ok(asked >= 2);
});

for (const garbage of ["\0\0\0", "HTTP/1.1 900\r\n\r\n", "SSH-2.0-x\r\n"]) {
  Deno.test(`mastodonSource() survives an answer of garbage: ${JSON.stringify(garbage)}`, async () => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const serving = (async () => {
      for await (const connection of listener) {
        await connection.write(new TextEncoder().encode(garbage))
          .catch(() => {});
        connection.close();
      }
    })();
    await using followed = followMastodon(`127.0.0.1:${listener.addr.port}`);
    await followed.until("down", () => followed.only("down").length >= 2);
    match(followed.only("down")[0]!.why, /cannot be reached|broke|answers 900/);
    await followed.stop();
    listener.close();
    await serving.catch(() => {});
  });
}
