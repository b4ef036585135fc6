import { HttpError } from "fresh";
import {
  deepStrictEqual,
  match,
  notStrictEqual,
  rejects,
  strictEqual,
} from "node:assert/strict";
import type { CheckProps } from "../../../components/check/check.ts";
import type { State } from "../../../state.ts";
import { adminContext } from "../../../tests/support/endpoints.ts";
import { handler } from "./check.tsx";

const OWN = { "sec-fetch-site": "same-origin" };
const READER = `freshet_reader=${"r".repeat(22)}`;
const SIGNED_IN = `freshet_session=good; ${READER}`;

/** How the page is asked. */
interface Asked {
  /** @default {""} */
  query?: string;
  form?: Record<string, string>;
  headers?: Record<string, string>;
  cookie?: string;
  /** Whether the post can be labelled. */
  isThere?: boolean;
}

/** Asks the page of `trump`, and returns what was to be done. */
async function ask(given: Asked = {}) {
  const { form, headers = OWN, cookie = SIGNED_IN, isThere = true } = given;
  const { query = "" } = given;
  const did: unknown[][] = [];
  const act = (name: string) => (...args: unknown[]) => {
    did.push([name, ...args]);
    return Promise.resolve(isThere);
  };
  const ctx = adminContext(`/t/trump/check${query}`, {
    admit: (token: string | null) => ({
      kind: token === "right" ? "admitted" as const : "refused" as const,
    }),
    hasLink: () => false,
    hasSession: (value: string) => Promise.resolve(value === "good"),
    beginSession: () => Promise.resolve({ value: "new", seconds: 9 }),
  }, {
    method: form ? "POST" : "GET",
    headers: {
      ...headers,
      cookie,
      ...(form && { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(form && { body: new URLSearchParams(form) }),
  });
  const checks = {
    readNewest: () => Promise.resolve({ newest: null, labelled: null }),
    readPosts: () => Promise.resolve(new Map()),
    ...{ start: act("start"), label: act("label"), remove: act("remove") },
    takeBack: act("takeBack"),
  } as unknown as State["checks"];
  const readExtent = () => Promise.resolve({ from: 0, to: 7_200 });
  Object.assign(ctx.state, { checks, readExtent, log: () => {} });
  const asked = { ...ctx, params: { topic: "trump" } };
  type Context = Parameters<typeof handler.GET>[0];
  const answer = await handler[form ? "POST" : "GET"](
    asked as unknown as Context,
  );
  if (answer instanceof Response) {
    const { status, headers } = answer;
    return { did, status, headers, check: null };
  }
  const { status = 200, data } = answer as {
    status?: number;
    data: { check: CheckProps };
  };
  return { did, status, headers: new Headers(), check: data.check };
}

const LABEL = { check: "3", place: "7", label: "negative" };

Deno.test("POST /t/:topic/check stores a label by a digest of the reader's cookie", async () => {
  const { did, status, headers } = await ask({ form: LABEL });
  deepStrictEqual([status, headers.get("set-cookie")], [303, null]);
  strictEqual(headers.get("location"), "/t/trump/check?show=label");
  const [name, slug, post, { reader, label }] = did[0] as [
    string,
    string,
    unknown,
    { reader: string; label: string },
  ];
  deepStrictEqual([name, slug, post, label], [
    "label",
    "trump",
    { checkId: 3, place: 7 },
    "negative",
  ]);
  match(reader, /^[\da-f]{64}$/);
});

Deno.test("POST /t/:topic/check makes a reader of who has no cookie, or a made-up one", async () => {
  for (const more of ["", "; freshet_reader=short", "; freshet_reader="]) {
    const cookie = `freshet_session=good${more}`;
    const { headers } = await ask({ form: LABEL, cookie });
    match(
      headers.get("set-cookie")!,
      /^freshet_reader=[\w-]{22}; Path=\/t\/; Max-Age=31536000; HttpOnly; SameSite=Strict$/,
    );
  }
});

// Seen to fail while `per` counted as a time.
Deno.test("GET /t/:topic/check offers the time of the page only if its address has one", async () => {
  const timeOf = async (query: string) => (await ask({ query })).check!.time;
  const usual = await timeOf("");
  notStrictEqual(usual, "page");
  strictEqual(await timeOf("?per=day"), usual);
  strictEqual(await timeOf("?per=day&range=6h"), "page");
  strictEqual(await timeOf("?from=60"), "page");
});

Deno.test("POST /t/:topic/check takes forms of other sites from nobody", async () => {
  for (const headers of [{ "sec-fetch-site": "cross-site" }, {}]) {
    await rejects(ask({ form: LABEL, headers }), { status: 403 });
  }
});

const DEEDS: Record<string, string>[] = [
  LABEL,
  { do: "start", range: "1h", size: "100" },
  { do: "undo", check: "3" },
  { do: "another" },
  { do: "forget", check: "3" },
  { do: "delete", check: "3" },
];

for (const form of DEEDS) {
  const name = form.do ?? "label";
  Deno.test(`POST /t/:topic/check refuses ${name} without a session, and changes nothing`, async () => {
    const { did, status, check } = await ask({ form, cookie: READER });
    deepStrictEqual([did, status], [[], 401]);
    deepStrictEqual([check?.access, check?.error?.field], [
      "signed-out",
      "token",
    ]);
  });
}

Deno.test("POST /t/:topic/check signs in and comes back", async () => {
  const wrong = await ask({ form: { do: "sign-in", token: "x" }, cookie: "" });
  strictEqual(wrong.status, 401);
  const form = { do: "sign-in", token: "right" };
  const { status, headers } = await ask({ form, cookie: "" });
  deepStrictEqual([status, headers.get("location")], [303, "/t/trump/check"]);
  match(headers.get("set-cookie")!, /^freshet_session=new;/);
});

Deno.test("POST /t/:topic/check starts checks of the time and the size that are chosen", async () => {
  const form = { do: "start", range: "all", size: "50" };
  const { did } = await ask({ form });
  deepStrictEqual(did, [
    ["start", "trump", { from: 0, to: 7_200 }, { size: 50, topicPosts: 2 }],
  ]);
  const empty = await ask({ form, isThere: false });
  strictEqual(empty.status, 400);
  match(empty.check!.error!.message, /^No posts are stored in that time/);
});

Deno.test("POST /t/:topic/check says that a label was not stored", async () => {
  const { status, check } = await ask({ form: LABEL, isThere: false });
  strictEqual(status, 409);
  match(check!.error!.message, /^Not stored: the post was deleted/);
});

const WRONG: Record<string, string>[] = [
  { ...LABEL, label: "good" },
  { do: "start", range: "1h", size: "1000000" },
  { do: "start", range: "1x", size: "100" },
  { do: "no such thing" },
  {},
];

for (const form of WRONG) {
  Deno.test(`POST /t/:topic/check refuses ${JSON.stringify(form)}`, async () => {
    await rejects(
      ask({ form }),
      (error) => error instanceof HttpError && error.status === 400,
    );
  });
}
