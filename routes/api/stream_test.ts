import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { TooManyViewersError } from "../../live/feed.ts";
import type { State } from "../../state.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { handler } from "./stream.ts";

type Asked = Parameters<State["watch"]>;

async function ask(
  query: string,
  headers: HeadersInit = {},
): Promise<{ asked: Asked; response: Response }> {
  let asked: Asked | undefined;
  const watch: State["watch"] = (...args) => {
    asked = args;
    return new Blob(["retry: 2000\n\n"]).stream();
  };
  const ctx = endpointContext(`/api/stream${query}`, { watch }, { headers });
  return { response: await handler.GET(ctx), asked: asked! };
}

const CASES: [query: string, headers: HeadersInit, asked: Asked][] = [
  ["", {}, [undefined, null]],
  ["?topic=", {}, [undefined, null]],
  ["?topic=trump", {}, [["trump"], null]],
  ["?topic=climate,trump,climate", {}, [["climate", "trump"], null]],
  ["?cursor=e:5", {}, [undefined, "e:5"]],
  ["?cursor=", {}, [undefined, null]],
  ["?cursor=e:5", { "last-event-id": "e:9" }, [undefined, "e:9"]],
  ["?cursor=e:5", { "last-event-id": "" }, [undefined, "e:5"]],
];

for (const [query, headers, expected] of CASES) {
  const sent = JSON.stringify(headers);
  Deno.test(`GET /api/stream${query} with ${sent} watches ${JSON.stringify(expected)}`, async () => {
    const { asked } = await ask(query, headers);
    deepStrictEqual(asked, expected);
  });
}

Deno.test("GET /api/stream answers a stream that no proxy holds back", async () => {
  const { response } = await ask("");
  deepStrictEqual(Object.fromEntries(response.headers), {
    "cache-control": "no-cache, no-transform",
    "content-type": "text/event-stream",
    "x-accel-buffering": "no",
  });
  strictEqual(await response.text(), "retry: 2000\n\n");
});

Deno.test("GET /api/stream refuses a list with an unknown topic", async () => {
  await rejects(ask("?topic=trump,nobody"), {
    status: 404,
    message: 'Unknown topic "nobody"',
  });
});

Deno.test("GET /api/stream lets those come back who watched a topic that is gone", async () => {
  const { asked } = await ask("?topic=nobody&cursor=e:5");
  deepStrictEqual(asked, [["nobody"], "e:5"]);
});

Deno.test("GET /api/stream knows no topic that could not be one, cursor or not", async () => {
  await rejects(ask("?topic=../x&cursor=e:5"), { status: 404 });
});

Deno.test("GET /api/stream passes on that there are too many viewers", async () => {
  const ctx = endpointContext("/api/stream", {
    watch: () => {
      throw new TooManyViewersError(1);
    },
  });
  await rejects(async () => await handler.GET(ctx), TooManyViewersError);
});

Deno.test("HEAD /api/stream does not stay", async () => {
  let left = false;
  const ctx = endpointContext("/api/stream", {
    watch: () => new ReadableStream({ cancel: () => void (left = true) }),
  });
  const response = await handler.HEAD(ctx);
  strictEqual(response.headers.get("content-type"), "text/event-stream");
  strictEqual(left, true);
});
