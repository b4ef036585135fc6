import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import type { VNode } from "preact";
import { App } from "../app.ts";
import { asset } from "../client/asset.ts";
import { Head } from "../client/head.ts";
import { NO_BUILD, type RouteFile } from "../load_build.ts";
import { page } from "../page.ts";
import type { PageProps } from "../types.ts";

type Modules = Record<string, RouteFile["module"]>;

/** An app with these files in its routes folder. */
function withRoutes(modules: Modules, islands: unknown[] = []): App<unknown> {
  const app = new App<unknown>();
  const routes = Object.entries(modules)
    .map(([path, module]) => ({ path, module }));
  app.build = {
    ...NO_BUILD,
    id: "b1",
    boot: "/boot.js",
    routes,
    islands: new Map(
      islands.map((island) => [island, ["/island.js", "Island"]]),
    ),
  };
  return app.fsRoutes();
}

async function render(app: App<unknown>, path = "/"): Promise<string> {
  const response = await app.handler()(new Request(`http://localhost${path}`));
  equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  return await response.text();
}

const wrapper = ({ Component }: PageProps): VNode => (
  <html>
    <head>
      <title>app</title>
      <meta name="a" content="app" />
    </head>
    <body>
      <Component />
    </body>
  </html>
);

const frame = (name: string) => ({ Component }: PageProps): VNode => (
  <div id={name}>
    <Component />
  </div>
);

Deno.test("a page without an app wrapper gets html, head and body", async () => {
  const app = withRoutes({ "index.tsx": { default: () => <p>1 &lt; 2</p> } });
  equal(
    await render(app),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head>' +
      "<body><p>1 &lt; 2</p></body></html>",
  );
});

Deno.test("a page lies in its layouts, and they in the app wrapper", async () => {
  const app = withRoutes({
    "_app.tsx": { default: wrapper },
    "_layout.tsx": { default: frame("outer") },
    "a/_layout.tsx": { default: frame("inner") },
    "a/b.tsx": { default: () => <p>page</p> },
  });
  match(
    await render(app, "/a/b"),
    /<body><div id="outer"><div id="inner"><p>page<\/p><\/div><\/div><\/body>/,
  );
});

Deno.test("pages and layouts may leave out what lies around them", async () => {
  const app = withRoutes({
    "_app.tsx": { default: wrapper },
    "_layout.tsx": { default: frame("outer") },
    "alone.tsx": {
      default: () => <p>page</p>,
      config: { skipInheritedLayouts: true },
    },
    "bare.tsx": {
      default: () => <p>page</p>,
      config: { skipAppWrapper: true },
    },
    "a/_layout.tsx": {
      default: frame("inner"),
      config: { skipInheritedLayouts: true, skipAppWrapper: true },
    },
    "a/b.tsx": { default: () => <p>page</p> },
  });
  match(await render(app, "/alone"), /<title>app.*<body><p>page<\/p><\/body>/);
  match(await render(app, "/bare"), /<head><meta charset="utf-8"\/><\/head>/);
  match(await render(app, "/bare"), /<body><div id="outer"><p>page/);
  match(await render(app, "/a/b"), /utf-8.*<body><div id="inner"><p>page/);
});

Deno.test("pages, layouts and the app wrapper may be async, or answer themselves", async () => {
  const asyncPage = async ({ params }: PageProps) => {
    await Promise.resolve();
    return params.id === "no" ? new Response("no") : <p>{params.id}</p>;
  };
  const app = withRoutes({
    "_app.tsx": { default: async (props: PageProps) => await wrapper(props) },
    "[id].tsx": { default: asyncPage },
  });
  match(await render(app, "/5"), /<title>app<\/title>.*<p>5<\/p>/);
  const response = await app.handler()(new Request("http://localhost/no"));
  equal(await response.text(), "no");
});

Deno.test("page() gives its component data, and the response headers and status", async () => {
  const app = withRoutes({
    "index.tsx": {
      handler: () => page({ n: 7 }, { status: 203, headers: { a: "1" } }),
      default: ({ data }: { data: { n: number } }) => <p>{data.n}</p>,
    },
  });
  const response = await app.handler()(new Request("http://localhost/"));
  deepStrictEqual([response.status, response.headers.get("a")], [203, "1"]);
  match(await response.text(), /<p>7<\/p>/);
});

Deno.test("<Head> replaces its like in the app wrapper's head, and adds the rest", async () => {
  const app = withRoutes({
    "_app.tsx": { default: wrapper },
    "index.tsx": {
      default: () => (
        <Head>
          <title>page</title>
          <meta name="a" content="page" />
          <meta name="b" content="page" />
        </Head>
      ),
    },
  });
  match(
    await render(app),
    /<head><title>page<\/title><meta name="a" content="page"\/><meta name="b" content="page"\/><\/head><body><\/body>/,
  );
});

Deno.test("scripts and styles carry the nonce, unless they have their own", async () => {
  const app = withRoutes({
    "index.tsx": {
      default: () => (
        <>
          <script src="/a.js" />
          <style nonce="own" />
        </>
      ),
    },
  });
  const [first, second] = [await render(app), await render(app)]
    .map((html) =>
      /<script src="\/a.js" nonce="([\w-]{20,})">/.exec(html)?.[1]
    );
  equal(typeof first, "string");
  equal(first === second, false);
  match(await render(app), /<style nonce="own">/);
});

const Island = ({ text }: { text?: string }): VNode => <i>{text}</i>;
const Outer = (): VNode => (
  <b>
    <Island text="inner" />
  </b>
);

function dataOf(html: string): { islands: unknown[] } {
  const [, json] = /<script id="fresh-islands"[^>]*>(.*?)<\/script>/s
    .exec(html) ?? [];
  return JSON.parse(json!);
}

Deno.test("a page without islands loads no script", async () => {
  const app = withRoutes({ "index.tsx": { default: () => <p /> } }, [Island]);
  const response = await app.handler()(new Request("http://localhost/"));
  equal(response.headers.get("link"), null);
  equal((await response.text()).includes("<script"), false);
});

Deno.test("a page with islands loads their modules, and says so in a header", async () => {
  const node = <Island text="constant" />;
  const app = withRoutes({ "index.tsx": { default: () => node } }, [Island]);
  for (const round of ["first", "second"]) {
    const response = await app.handler()(new Request("http://localhost/"));
    equal(
      response.headers.get("link"),
      '</boot.js>; rel="modulepreload"; as="script", ' +
        '</island.js>; rel="modulepreload"; as="script"',
    );
    const data = dataOf(await response.text());
    const islands = [["/island.js", "Island", { text: "constant" }]];
    deepStrictEqual(data, { id: "b1", islands }, round);
  }
});

Deno.test("an island inside an island is part of it", async () => {
  const app = withRoutes(
    { "index.tsx": { default: () => <Outer /> } },
    [Island, Outer],
  );
  equal(dataOf(await render(app)).islands.length, 1);
});

Deno.test("no text in an island's props can break out of them", async () => {
  const texts = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>--> \u2028\u2029\0\r\n\\u003c",
    "\"'`${a}",
    "\ud800 half a pair",
  ];
  const app = withRoutes({
    "index.tsx": {
      default: () => (
        <p>{texts.map((text) => <Island key={text} text={text} />)}</p>
      ),
    },
  }, [Island]);
  const html = await render(app);
  equal(html.match(/<script/g)?.length, 2);
  const given = dataOf(html).islands.map((island) =>
    (island as [string, string, { text: string }])[2].text
  );
  deepStrictEqual(given, texts);
});

Deno.test("an island that is given a function fails, and is named", async () => {
  const Button = (_: { press: () => void }): VNode => <button type="button" />;
  const app = withRoutes({
    "index.tsx": { default: () => <Button press={() => {}} /> },
  }, [Button]);
  const reported: string[] = [];
  const { error } = console;
  console.error = ({ message }: Error) => reported.push(message);
  try {
    const response = await app.handler()(new Request("http://localhost/"));
    equal(response.status, 500);
  } finally {
    console.error = error;
  }
  const expected =
    "Cannot serialize props of Island.press: function is not JSON";
  deepStrictEqual(reported, [expected]);
});

Deno.test("asset() adds the build to paths of this site, and keeps the rest", () => {
  equal(asset("/a.css"), "/a.css?__frsh_c=");
  equal(asset("/a.css?b=1#c"), "/a.css?b=1&__frsh_c=#c");
  equal(asset("https://example.com/a"), "https://example.com/a");
  equal(asset("//example.com/a"), "//example.com/a");
  equal(asset("a.css"), "a.css");
});

Deno.test("ctx.render() takes only JSX", async () => {
  const app = new App<unknown>().get("/", async (ctx) => {
    await rejects(ctx.render("text" as unknown as VNode), TypeError);
    return await ctx.render(<p>jsx</p>, { status: 201 });
  });
  const response = await app.handler()(new Request("http://localhost/"));
  equal(response.status, 201);
  match(await response.text(), /<body><p>jsx<\/p><\/body>/);
});
