import { deepStrictEqual, equal, match, throws } from "node:assert/strict";
import { h, type VNode } from "preact";
import { App } from "./app.ts";
import { NO_BUILD, type RouteFile } from "./build.ts";
import { page, type PageProps } from "./context.ts";
import { assertJson } from "./render_page.ts";
import { asset, Head } from "./runtime.ts";

type Modules = Record<string, RouteFile["module"]>;

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

/** An app with these files in its routes folder, and an app wrapper. */
function withRoutes(modules: Modules, islands: unknown[] = []): App<unknown> {
  const app = new App<unknown>();
  const files = { "_app.tsx": { default: wrapper }, ...modules };
  const routes = Object.entries(files)
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

/** What an app says whose page cannot be rendered. */
async function readFailure(app: App<unknown>): Promise<string> {
  const catching = new App<unknown>()
    .use((ctx) => ctx.next().catch(({ message }) => new Response(message)))
    .fsRoutes();
  catching.build = app.build;
  const response = await catching.handler()(new Request("http://localhost/"));
  return await response.text();
}

Deno.test("a page lies in the app wrapper", async () => {
  const app = withRoutes({ "index.tsx": { default: () => <p>1 &lt; 2</p> } });
  equal(
    await render(app),
    '<!DOCTYPE html><html><head><title>app</title><meta name="a" content="app"/>' +
      "</head><body><p>1 &lt; 2</p></body></html>",
  );
});

Deno.test("a page is not rendered if it is async, or if there is no app wrapper", async () => {
  const cases: [Modules, RegExp][] = [
    [{ "index.tsx": { default: async () => await <p /> } }, /async component/],
    [{ "_app.tsx": { default: async () => await <p /> } }, /async component/],
  ];
  for (const [modules, message] of cases) {
    const app = withRoutes({
      "index.tsx": { default: () => null },
      ...modules,
    });
    match(await readFailure(app), message);
  }
  const bare = withRoutes({ "index.tsx": { default: () => null } });
  bare.build = { ...bare.build, routes: bare.build.routes.slice(1) };
  match(await readFailure(bare), /without routes\/_app/);
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

Deno.test("<Head> replaces the title of the app wrapper, and no other", async () => {
  const app = withRoutes({
    "index.tsx": {
      default: () => (
        <>
          <Head>
            <title>page</title>
            <meta name="description" content="about" />
          </Head>
          <svg>
            <title>picture</title>
          </svg>
        </>
      ),
    },
  });
  match(
    await render(app),
    /<head><meta name="a" content="app"\/><title>page<\/title><meta name="description" content="about"\/><\/head><body><svg><title>picture<\/title>/,
  );
});

Deno.test("<Head> takes only a title, and meta after it", async () => {
  const contents = [
    <meta key="meta" name="b" />,
    [<title key="1">one</title>, <title key="2">two</title>],
    [<title key="1">one</title>, <link key="2" rel="icon" href="/" />],
    null,
  ];
  for (const content of contents) {
    const node = <Head>{content}</Head>;
    const app = withRoutes({ "index.tsx": { default: () => node } });
    match(await readFailure(app), /it takes one <title>/);
  }
});

Deno.test("<Head> says that it cannot be part of an island in a browser", () => {
  throws(() => Head({ children: <title>late</title> }), /in an island/);
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
  equal(
    await readFailure(app),
    "Cannot serialize props of Island.press: function is not JSON",
  );
});

Deno.test("assertJson() takes what JSON can hold", () => {
  const shared = [1.5, "a", true, null];
  const bare = Object.assign(Object.create(null), { shared });
  assertJson({ shared, again: shared, bare, gone: undefined }, "props");
});

const circle: unknown[] = [];
circle.push(circle);

const REFUSED: [string, unknown, string][] = [
  ["a function", () => {}, "function"],
  ["a symbol", Symbol(), "symbol"],
  ["a bigint", 1n, "bigint"],
  ["NaN", NaN, "number"],
  ["Infinity", Infinity, "number"],
  ["a Date", new Date(0), "object"],
  ["a Map", new Map(), "object"],
  ["JSX", h("b", null), "object"],
  ["a circle", circle, "object"],
];

for (const [name, value, kind] of REFUSED) {
  Deno.test(`assertJson() refuses ${name}, and says where it is`, () => {
    throws(() => assertJson({ a: [0, value] }, "props of X"), {
      name: "TypeError",
      message: new RegExp(`^Cannot serialize props of X\\.a\\.1\\S*: ${kind} `),
    });
  });
}

Deno.test("asset() adds the build to paths of this site, and keeps the rest", () => {
  equal(asset("/a.css"), "/a.css?__frsh_c=");
  equal(asset("/a.css?b=1#c"), "/a.css?b=1&__frsh_c=#c");
  equal(asset("https://example.com/a"), "https://example.com/a");
  equal(asset("//example.com/a"), "//example.com/a");
  equal(asset("a.css"), "a.css");
});
