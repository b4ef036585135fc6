import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sleep } from "../../domain/time/retry.ts";
import { serverProcess } from "../../tests/support/processes.ts";
import { freePort } from "../../tests/support/temporary.ts";
import { inTime, retryUntil } from "../../tests/support/waiting.ts";
import { aborted } from "../role.ts";
import { type Handler, type HttpOptions, serveHttp } from "./http.ts";

const HOST = "127.0.0.1";
const QUICK: HttpOptions = { patienceMs: 400 };

/** A server at a free port of this machine. */
async function serve(handler: Handler, options: HttpOptions = QUICK) {
  const addr = { transport: "tcp", hostname: HOST, port: freePort() } as const;
  const server = await serveHttp(addr, handler, options);
  return {
    url: `http://${HOST}:${addr.port}`,
    port: addr.port,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const hello: Handler = () => new Response("hello");

/** Sends bytes, then reads all until the server closes. */
async function talk(port: number, text: string): Promise<string> {
  using socket = await Deno.connect({ hostname: HOST, port });
  await socket.write(new TextEncoder().encode(text));
  return await readAll(socket);
}

async function readAll(socket: Deno.Conn): Promise<string> {
  let text = "";
  const bytes = new Uint8Array(65_536);
  try {
    for (let n; (n = await socket.read(bytes)) !== null;) {
      text += new TextDecoder().decode(bytes.subarray(0, n));
    }
  } catch { /* reset */ }
  return text;
}

/** How many connections the server still has. */
async function countSockets(port: number): Promise<number> {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const table = await Deno.readTextFile("/proc/net/tcp");
  return table.split("\n").filter((line) =>
    new RegExp(`^ *\\d+: \\w+:${hex} \\w+:\\w+ 01 `).test(line)
  ).length;
}

for (
  const [name, bytes, answer] of [
    ["sends nothing", "", /^HTTP\/1\.1 408 /],
    ["stops within its headers", "GET / HTTP/1.1\r\nA: ", /^HTTP\/1\.1 408 /],
    ["speaks another language", "HELO you\r\n\r\n", /^HTTP\/1\.1 400 /],
  ] as const
) {
  Deno.test(`a client that ${name} is sent away in time`, async () => {
    await using server = await serve(hello);
    const text = await inTime(3_000, talk(server.port, bytes));
    ok(answer.test(text), text);
  });
}

Deno.test("100 clients that send their headers letter by letter are gone in time", async () => {
  await using server = await serve(hello);
  const letters = new TextEncoder().encode(
    "GET / HTTP/1.1\r\nA: " + "a".repeat(99),
  );
  const talks = Array.from({ length: 100 }, async () => {
    using socket = await Deno.connect({ hostname: HOST, port: server.port });
    let isOpen = true;
    const reading = readAll(socket).finally(() => isOpen = false);
    for (const letter of letters) {
      if (!isOpen) break;
      await socket.write(Uint8Array.of(letter)).catch(() => {});
      await delay(30);
    }
    await reading;
  });
  await inTime(5_000, Promise.all(talks));
  strictEqual(await countSockets(server.port), 0);
});

Deno.test("long addresses and headers are refused", async () => {
  await using server = await serve(hello);
  const ask = async (path: string, headers: HeadersInit = {}) => {
    const response = await fetch(server.url + path, { headers });
    await response.body?.cancel();
    return response.status;
  };
  strictEqual(await ask(`/?q=${"x".repeat(12_000)}`), 200);
  strictEqual(await ask(`/?q=${"x".repeat(13_000)}`), 414);
  strictEqual(await ask("/", { a: "x".repeat(40_000) }), 431);
});

Deno.test("a reader that takes nothing is cut off, and its socket is released", async () => {
  let isCanceled = false;
  await using server = await serve(() =>
    new Response(
      new ReadableStream({
        pull: (out) => out.enqueue(new Uint8Array(65_536)),
        cancel: () => void (isCanceled = true),
      }),
    )
  );
  using socket = await Deno.connect({ hostname: HOST, port: server.port });
  await socket.write(
    new TextEncoder().encode("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
  );
  await retryUntil(async () => {
    strictEqual(isCanceled, true);
    strictEqual(await countSockets(server.port), 0);
  }, { timeoutMs: 5_000 });
});

Deno.test("a reader that does not take the end of its page is cut off too", async () => {
  const page = new Uint8Array(8 * 2 ** 20);
  await using server = await serve(() => new Response(page));
  using socket = await Deno.connect({ hostname: HOST, port: server.port });
  await socket.write(
    new TextEncoder().encode("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
  );
  await delay(100);
  strictEqual(await countSockets(server.port), 1);
  await retryUntil(async () => {
    strictEqual(await countSockets(server.port), 0);
  }, { timeoutMs: 5_000 });
});

Deno.test("a stream lasts longer than a request may, as long as it is read", async () => {
  const stop = new AbortController();
  await using server = await serve(() =>
    new Response(
      new ReadableStream({
        async pull(out) {
          await sleep(100, stop.signal);
          if (!stop.signal.aborted) out.enqueue(new Uint8Array(1));
        },
        cancel: () => stop.abort(),
      }),
    )
  );
  const { body } = await fetch(server.url);
  let count = 0;
  for await (const _ of body!) if (++count === 25) break;
  strictEqual(count, 25);
  await aborted(stop.signal);
});

// Seen to fail where headers waited for the first bytes.
Deno.test("the headers of a stream arrive before its first bytes", async () => {
  const opened = Promise.withResolvers<void>();
  await using server = await serve(() =>
    new Response(
      new ReadableStream({
        async pull(out) {
          await opened.promise;
          out.enqueue(new TextEncoder().encode("data"));
          out.close();
        },
      }),
    )
  );
  const response = await inTime(3_000, fetch(server.url))
    .finally(opened.resolve);
  strictEqual(await response.text(), "data");
});

Deno.test("a handler hears that its client has left", async () => {
  const heard = Promise.withResolvers<void>();
  await using server = await serve(async ({ signal }) => {
    signal.addEventListener("abort", () => heard.resolve());
    await heard.promise;
    return new Response("too late");
  });
  const left = new AbortController();
  const response = fetch(server.url, { signal: left.signal }).catch(() => {});
  setTimeout(() => left.abort(), 100);
  await inTime(3_000, heard.promise);
  await response;
});

Deno.test("a handler's signal stays quiet when all went well", async () => {
  let aborted = false;
  await using server = await serve(({ signal }) => {
    signal.addEventListener("abort", () => aborted = true);
    return new Response("hello");
  });
  strictEqual(await (await fetch(server.url)).text(), "hello");
  await delay(50);
  strictEqual(aborted, false);
});

Deno.test("requests and responses keep their parts", async () => {
  await using server = await serve(async (request, { remoteAddr }) => {
    const headers = new Headers({ "x-method": request.method });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    const { pathname, search } = new URL(request.url);
    const text = await request.text();
    const body = [pathname, search, text, remoteAddr.hostname].join(" ");
    return new Response(request.method === "HEAD" ? null : body, {
      status: 201,
      headers,
    });
  });
  for (const method of ["GET", "POST", "HEAD", "DELETE"]) {
    const body = method === "POST" ? { body: "é".repeat(40_000) } : {};
    const response = await fetch(`${server.url}/ä?b=c`, { method, ...body });
    strictEqual(response.status, 201);
    strictEqual(response.headers.get("x-method"), method);
    deepStrictEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
    const sent = method === "POST" ? body.body : "";
    const text = method === "HEAD" ? "" : `/%C3%A4 ?b=c ${sent} ${HOST}`;
    strictEqual(await response.text(), text);
  }
});

for (
  const [accepted, encoding] of [
    ["gzip, deflate, br", "gzip"],
    ["gzip;q=1.0, br;q=0", "gzip"],
    ["GZIP", "gzip"],
    ["identity", null],
    ["gzip;q=0", null],
  ]
) {
  Deno.test(`a client that accepts "${accepted}" gets ${encoding}`, async () => {
    const text = "<p>hello</p>".repeat(20_000);
    const headers = { "content-type": "text/html", "vary": "cookie" };
    await using server = await serve(() => new Response(text, { headers }));
    const { stdout } = await new Deno.Command("curl", {
      args: [
        "-sS",
        "-D-",
        "-o/dev/null",
        "-H",
        `accept-encoding: ${accepted}`,
        server.url,
      ],
    }).output();
    const head = new TextDecoder().decode(stdout).toLowerCase();
    const found = /content-encoding: (.*)\r/.exec(head)?.[1] ?? null;
    strictEqual(found, encoding);
    ok(/vary: cookie, accept-encoding\r/.test(head), head);
    const response = await fetch(server.url, {
      headers: { "accept-encoding": accepted! },
    });
    strictEqual(await response.text(), text);
  });
}

for (
  const [name, handler] of Object.entries<Handler>({
    "reads nothing of": () => new Response("no", { status: 401 }),
    "cancels": async ({ body }) => {
      await body?.cancel();
      return new Response("no", { status: 415 });
    },
    "reads a part of": async ({ body }) => {
      for await (const _ of body!) break;
      return new Response("no", { status: 413 });
    },
  })
) {
  Deno.test(`a server survives a handler that ${name} a body, and clients that leave amid it`, async () => {
    await using server = await serve(handler);
    for (const size of [0, 10, 300_000, 3_000_000]) {
      const body = size === 0 ? null : "x".repeat(size);
      const method = size === 0 ? "DELETE" : "POST";
      await fetch(server.url, { method, body }).then((r) => r.text())
        .catch(() => {}); // the rest of a body may meet a closed connection
    }
    using socket = await Deno.connect({ hostname: HOST, port: server.port });
    const head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nx";
    await socket.write(new TextEncoder().encode(head));
    await delay(50);
    await using again = await serve(hello);
    strictEqual(await (await fetch(again.url)).text(), "hello");
  });
}

Deno.test("a handler that fails is answered with 500, and named to the log", async () => {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  await using server = await serve(() => {
    throw new Error("a bug");
  }, { ...QUICK, onError });
  const response = await fetch(server.url);
  strictEqual(response.status, 500);
  ok(!(await response.text()).includes("bug"));
  deepStrictEqual(errors.map(String), ["Error: a bug"]);
});

/** A stream that stays open, so that its connection counts. */
const stay: Handler = () =>
  new Response(
    new ReadableStream({ start: (out) => out.enqueue(new Uint8Array(1)) }),
  );

async function openMany(
  url: string,
  count: number,
  headers: (i: number) => HeadersInit = () => ({}),
) {
  const stop = new AbortController();
  const all: Response[] = [];
  for (let i = 0; i < count; i++) {
    all.push(await fetch(url, { signal: stop.signal, headers: headers(i) }));
  }
  return { all, [Symbol.dispose]: () => stop.abort() };
}

const statusOf = (
  { status, headers }: Response,
) => [status, headers.get("retry-after")];

Deno.test("too many connections are told when to try again", async () => {
  await using server = await serve(stay, { ...QUICK, maxConnections: 3 });
  {
    using many = await openMany(server.url, 5);
    deepStrictEqual(many.all.map(statusOf), [
      ...Array(3).fill([200, null]),
      ...Array(2).fill([503, "10"]),
    ]);
  }
  await retryUntil(async () => {
    using again = await openMany(server.url, 1);
    strictEqual(again.all[0]!.status, 200);
  });
});

Deno.test("too many connections of one address are told so; of this machine only if asked", async () => {
  for (
    const [limitLoopback, last] of [[true, [429, "10"]], [false, [
      200,
      null,
    ]]] as const
  ) {
    const options = { ...QUICK, maxPerAddress: 3, limitLoopback };
    await using server = await serve(stay, options);
    using many = await openMany(server.url, 4);
    deepStrictEqual(many.all.map(statusOf).at(-1), last);
  }
});

Deno.test("connections far beyond the maximum are closed without a word", async () => {
  await using server = await serve(stay, {
    ...QUICK,
    maxPerAddress: 2,
    limitLoopback: true,
  });
  const sockets: Deno.Conn[] = [];
  for (let i = 0; i < 20; i++) {
    sockets.push(await Deno.connect({ hostname: HOST, port: server.port }));
  }
  await delay(100);
  ok(await countSockets(server.port) <= 4);
  for (const socket of sockets) socket.close();
});

for (const trustProxy of [true, false]) {
  Deno.test(`forwarded addresses ${trustProxy ? "count behind a trusted proxy" : "are ignored without one"}`, async () => {
    const asked: unknown[] = [];
    await using server = await serve((request, { remoteAddr }) => {
      asked.push([
        remoteAddr.hostname,
        request.headers.get("x-forwarded-proto"),
      ]);
      return stay(request, undefined as never);
    }, { ...QUICK, trustProxy, maxPerAddress: 1 });
    const clients = ["192.0.2.1", "198.51.100.9, 192.0.2.1", "192.0.2.2"];
    using many = await openMany(server.url, 3, (i) => ({
      "x-forwarded-for": clients[i]!,
      "x-forwarded-proto": "https",
    }));
    const statuses = many.all.map(({ status }) => status);
    deepStrictEqual(statuses, trustProxy ? [200, 429, 200] : [200, 200, 200]);
    deepStrictEqual(
      asked,
      trustProxy
        ? [["192.0.2.1", "https"], ["192.0.2.2", "https"]]
        : Array(3).fill([HOST, null]),
    );
  });
}

Deno.test("a server survives that no descriptor is left, and serves again", async () => {
  const port = freePort();
  const url = `http://${HOST}:${port}/`;
  const program = fileURLToPath(
    import.meta.resolve("../../tests/support/programs/serve_few.ts"),
  );
  const ask = () =>
    fetch(url, { signal: AbortSignal.timeout(1_000) }).then((r) => r.text());
  const command =
    `ulimit -n 64; exec '${Deno.execPath()}' run -A --no-check '${program}' ${port}`;
  await using _server = await serverProcess(
    "/bin/bash",
    ["-c", command],
    () => retryUntil(ask),
  );
  const sockets: Deno.Conn[] = [];
  for (let i = 0; i < 150; i++) {
    sockets.push(await Deno.connect({ hostname: HOST, port }));
  }
  await delay(1_000);
  for (const socket of sockets) socket.close();
  strictEqual(await retryUntil(ask), "hello");
});
