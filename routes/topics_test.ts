import { HttpError } from "fresh";
import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import type { ManageProps } from "../components/manage/manage.ts";
import type { Admission } from "../domain/topic/try_query.ts";
import type { TopicAdmin } from "../state.ts";
import { adminContext } from "../tests/support/endpoints.ts";
import { handler } from "./topics.tsx";

/** How the page is asked. */
interface Asked {
  /** What is sent; null: the page is only looked at. @default {null} */
  form?: Record<string, string> | null;
  /** @default an own page */
  headers?: Record<string, string>;
  cookie?: string;
  admission?: Admission;
  /** Names of sources. @default none */
  sources?: string[];
  failing?: Error;
}

const SIGNED_IN = "freshet_session=good";
/** Of whoever asks. */
const ADDRESS = "192.0.2.1";
const OWN = { "sec-fetch-site": "same-origin" };

/** Asks the page, and returns what was to be done, and what came of it. */
async function ask(path: string, given: Asked = {}) {
  const { form = null, headers = OWN, cookie = SIGNED_IN } = given;
  const { admission = { kind: "refused" }, sources = [], failing } = given;
  const did: unknown[] = [];
  const act = (name: string) => (...args: unknown[]) => {
    if (failing) return Promise.reject(failing);
    did.push(name, ...args.filter((arg) => arg !== ADDRESS));
    if (name !== "test") deepStrictEqual(args.at(-1), ADDRESS);
    return Promise.resolve({ posts: 1, matched: 2, of: 3, examples: [] });
  };
  const admin = {
    admit: (token: string | null) =>
      token === null && admission.kind !== "read-only"
        ? { kind: "refused" }
        : admission,
    beginSession: () => Promise.resolve({ value: "new", seconds: 9 }),
    hasLink: () => false,
    hasSession: (value: string) => Promise.resolve(value === "good"),
    endSession: act("end"),
    add: act("add"),
    change: act("change"),
    remove: act("remove"),
    test: act("test"),
  } as unknown as TopicAdmin;
  const ctx = adminContext(path, admin, {
    method: form ? "POST" : "GET",
    headers: {
      ...headers,
      cookie,
      ...(form && { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(form && { body: new URLSearchParams(form) }),
  });
  const readPipeline = () =>
    Promise.resolve({ sources: sources.map((name) => ({ name })) });
  Object.assign(ctx.state, { readPipeline });
  type Context = Parameters<typeof handler.GET>[0];
  const answer = await handler[form ? "POST" : "GET"](
    ctx as unknown as Context,
  );
  if (answer instanceof Response) {
    const { status, headers } = answer;
    return { did, status, headers: new Headers(headers), data: null };
  }
  const { status = 200, data, headers: given2 } = answer;
  return {
    did,
    status,
    headers: new Headers(given2),
    data: data as ManageProps,
  };
}

const DEEDS: [
  path: string,
  form: Record<string, string>,
  did: unknown[],
  location: string,
][] = [
  ["/topics", { do: "add", query: " cat ", slug: "", color: "#112233" }, [
    "add",
    { query: "cat", slug: "cat", color: "#112233" },
  ], "/topics?added=cat"],
  ["/topics", { do: "add", query: "cat", fill: "1" }, [
    "add",
    { query: "cat", slug: "cat", fill: true },
  ], "/topics?added=cat"],
  ["/topics", { do: "add", query: "a OR b", slug: " 東京 " }, [
    "add",
    { query: "a OR b", slug: "東京" },
  ], "/topics?added=%E6%9D%B1%E4%BA%AC"],
  ["/topics?edit=trump", { do: "edit", query: "x", color: "#000000" }, [
    "change",
    "trump",
    { query: "x", color: "#000000" },
  ], "/topics?changed=trump"],
  ["/topics?edit=trump", { do: "edit", query: "x", ignored: "Top, share" }, [
    "change",
    "trump",
    { query: "x", ignored: ["share", "top"] },
  ], "/topics?changed=trump"],
  ["/topics", { do: "pause", slug: "trump" }, [
    "change",
    "trump",
    { active: false },
  ], "/topics?paused=trump"],
  ["/topics", { do: "resume", slug: "trump" }, [
    "change",
    "trump",
    { active: true },
  ], "/topics?resumed=trump"],
  ["/topics?remove=trump", { do: "remove", purge: "0" }, [
    "remove",
    "trump",
    { purge: false },
  ], "/topics?removed=trump"],
  ["/topics?remove=trump", { do: "remove", purge: "1" }, [
    "remove",
    "trump",
    { purge: true },
  ], "/topics?removed=trump"],
];

for (const [path, form, did, location] of DEEDS) {
  Deno.test(`POST ${path} does ${JSON.stringify(form)}, and leads on`, async () => {
    const answer = await ask(path, { form });
    deepStrictEqual(answer.did, did);
    strictEqual(answer.status, 303);
    strictEqual(answer.headers.get("location"), location);
  });

  Deno.test(`POST ${path} does not ${JSON.stringify(form)} without a session`, async () => {
    for (const cookie of ["", "freshet_session=bad"]) {
      const { did, status, data } = await ask(path, { form, cookie });
      deepStrictEqual([did, status], [[], 401]);
      strictEqual(data!.error!.message, "Sign in first: nothing was changed");
    }
  });

  Deno.test(`POST ${path} does not ${JSON.stringify(form)} for a page of others`, async () => {
    for (const headers of [{}, { origin: "http://evil.example" }]) {
      await rejects(ask(path, { form, headers }), { status: 403 });
    }
  });
}

Deno.test("POST /topics begins a session with the token, and comes back to what was asked", async () => {
  const { status, headers } = await ask("/topics?edit=trump&query=x", {
    form: { do: "sign-in", token: "secret" },
    headers: { origin: "https://localhost" },
    cookie: "",
    admission: { kind: "admitted" },
  });
  strictEqual(status, 303);
  strictEqual(headers.get("location"), "/topics?edit=trump&query=x");
  match(
    headers.get("set-cookie")!,
    /^freshet_session=new; .*HttpOnly; SameSite=Strict; Secure$/,
  );
});

const REFUSED: [
  Admission,
  status: number,
  message: RegExp,
  retry: string | null,
][] = [
  [{ kind: "refused" }, 401, /^Wrong token$/, null],
  [{ kind: "blocked", retryAfter: 42 }, 429, /again in 42 s$/, "42"],
  [{ kind: "read-only" }, 403, /ADMIN_TOKEN is not set$/, null],
];

for (const [admission, status, message, retry] of REFUSED) {
  Deno.test(`POST /topics says ${status} at the token when it is ${admission.kind}`, async () => {
    const form = { do: "sign-in", token: "guess" };
    const answer = await ask("/topics", { form, cookie: "", admission });
    strictEqual(answer.status, status);
    strictEqual(answer.headers.get("retry-after"), retry);
    strictEqual(answer.headers.get("set-cookie"), null);
    strictEqual(answer.data!.error!.field, "token");
    match(answer.data!.error!.message, message);
    ok(!JSON.stringify(answer.data).includes("guess"));
  });
}

Deno.test("POST /topics begins no session for a page of others", async () => {
  const given: Asked = {
    form: { do: "sign-in", token: "secret" },
    admission: { kind: "admitted" },
    headers: { origin: "http://evil.example" },
  };
  await rejects(ask("/topics", given), { status: 403 });
});

Deno.test("POST /topics ends a session", async () => {
  const { did, status, headers } = await ask("/topics", {
    form: { do: "sign-out" },
  });
  deepStrictEqual(did, ["end", "good"]);
  strictEqual(status, 303);
  match(headers.get("set-cookie")!, /^freshet_session=; .*Max-Age=0/);
});

const taken = new HttpError(409, 'There is "cat"', {
  cause: Object.assign(new Error(), { name: "TopicExistsError" }),
});

const WRONG: [
  form: Record<string, string>,
  failing: Error | undefined,
  status: number,
  field: string | null,
  position: number | null,
][] = [
  [{ query: "a (b" }, undefined, 400, "query", 2],
  [{ query: "" }, undefined, 400, "query", 0],
  [{ query: "x", slug: "../x" }, undefined, 400, "slug", null],
  [{ query: "😀" }, undefined, 400, "slug", null],
  [{ query: "x", color: "red" }, undefined, 400, "color", null],
  [{ query: "x", ignored: "a.b" }, undefined, 400, "ignored", null],
  [
    { query: "x", ignored: "a ".repeat(101) },
    undefined,
    400,
    "ignored",
    null,
  ],
  [{ query: "cat" }, taken, 409, "slug", null],
  [{ query: "cat" }, new HttpError(409, "Too many"), 409, null, null],
];

for (const [form, failing, status, field, position] of WRONG) {
  Deno.test(`POST /topics says ${status} at ${field} of ${JSON.stringify(form)}, and keeps it`, async () => {
    const answer = await ask("/topics", {
      form: { do: "add", ...form },
      ...(failing && { failing }),
    });
    strictEqual(answer.status, status);
    const { error, view, address } = answer.data!;
    deepStrictEqual([error!.field, error!.position], [field, position]);
    strictEqual(view.draft.query, form.query);
    strictEqual(view.draft.slug, form.slug ?? null);
    const sent = new URLSearchParams(address.split("?")[1]);
    strictEqual(sent.get("query") ?? "", form.query);
  });
}

Deno.test("POST /topics keeps to itself what went wrong inside", async () => {
  const form = { do: "add", query: "x" };
  await rejects(ask("/topics", { form, failing: new Error("secret") }), {
    message: "secret",
  });
});

Deno.test("POST /topics tries a query, and changes nothing", async () => {
  const form = { do: "try", query: "x y" };
  const { did, status, data } = await ask("/topics", { form });
  strictEqual(did[0], "test");
  strictEqual(did.length, 2);
  deepStrictEqual([status, data!.trial!.matched, data!.error], [200, 2, null]);
  strictEqual(data!.view.draft.query, "x y");
});

Deno.test("POST /topics does nothing that it does not know", async () => {
  for (const asked of ["", "constructor", "drop"]) {
    const { did, status } = await ask("/topics", { form: { do: asked } });
    deepStrictEqual([did, status], [[], 400]);
  }
});

Deno.test("GET /topics shows who may do what, and is kept by nobody", async () => {
  const shown = await ask("/topics");
  strictEqual(shown.headers.get("cache-control"), "no-store");
  strictEqual(shown.data!.access, "signed-in");
  strictEqual(
    (await ask("/topics", { cookie: "" })).data!.access,
    "signed-out",
  );
  const admission = { kind: "read-only" } as const;
  strictEqual((await ask("/topics", { admission })).data!.access, "read-only");
});

Deno.test("GET /topics says whether X bills", async () => {
  strictEqual((await ask("/topics")).data!.readsX, false);
  const sources = ["bluesky", "x"];
  strictEqual((await ask("/topics", { sources })).data!.readsX, true);
});

Deno.test("GET /topics knows no topic that there is not", async () => {
  for (const path of ["/topics?edit=nope", "/topics?remove=nope"]) {
    await rejects(ask(path), { status: 404, message: /"nope"/ });
  }
});
