import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { EXPORT_FORMATS, formatPosts } from "../../../../domain/post/export.ts";
import type { Post } from "../../../../domain/schema/posts.ts";
import { gzip } from "../../../../tests/support/post_files.ts";
import { livePost } from "../../../../tests/support/posts.ts";
import { zip } from "../../../../tests/support/zip.ts";
import {
  type ReadFile,
  readFileAs,
} from "../../../../tests/support/read_files.ts";
import { temporaryFolder } from "../../../../tests/support/temporary.ts";

async function read(contents: string | Uint8Array): Promise<ReadFile> {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts`;
  const bytes = typeof contents === "string"
    ? new TextEncoder().encode(contents)
    : contents;
  await Deno.writeFile(path, bytes);
  return await readFileAs(path);
}

const ids = ({ posts }: ReadFile) => posts.map(({ post }) => post.id);
const texts = ({ posts }: ReadFile) => posts.map(({ post }) => post.text);
const reasons = ({ rejected }: ReadFile) =>
  rejected.map(({ place, detail }) => `${place}: ${detail}`);

function utf16(text: string, isBig: boolean, mark: boolean): Uint8Array {
  const bytes: number[] = [];
  for (const unit of (mark ? "\ufeff" : "") + text) {
    for (let i = 0; i < unit.length; i++) {
      const code = unit.charCodeAt(i);
      bytes.push(
        ...(isBig ? [code >> 8, code & 255] : [code & 255, code >> 8]),
      );
    }
  }
  return Uint8Array.from(bytes);
}

const TABLE = "id,date,text\na,2020-01-01,grüße 😀\nb,2020-01-02,two\n";
for (const isBig of [false, true]) {
  for (const mark of [false, true]) {
    Deno.test(`fileSource() reads UTF-16, ${isBig ? "big" : "little"} end first, ${mark ? "with" : "without"} a mark`, async () => {
      deepStrictEqual(texts(await read(utf16(TABLE, isBig, mark))), [
        "grüße 😀",
        "two",
      ]);
    });
  }
}

for (const [what, end] of Object.entries({ CRLF: "\r\n", CR: "\r" })) {
  Deno.test(`fileSource() reads lines that end with ${what}`, async () => {
    deepStrictEqual(ids(await read(TABLE.replaceAll("\n", end))), ["a", "b"]);
  });
}

Deno.test("fileSource() reads a table whose lines end differently", async () => {
  deepStrictEqual(
    ids(
      await read(
        "id,date,text\r\na,2020-01-01,x\nb,2020-01-01,y\r\n\r\nc,2020-01-01,z",
      ),
    ),
    ["a", "b", "c"],
  );
});

Deno.test("fileSource() loses only the row whose quotation mark is never closed", async () => {
  const file = await read(
    'id,date,text\na,2020-01-01,"one"\nb,2020-01-01,"two\nc,2020-01-01,"three, 3"\nd,2020-01-01,"four ""4"""\n',
  );
  deepStrictEqual(ids(file), ["a", "c", "d"]);
  deepStrictEqual(texts(file), ["one", "three, 3", 'four "4"']);
  strictEqual(file.rejected.length, 1);
  match(reasons(file)[0]!, /^record 2: .*quotation mark/);
});

Deno.test("fileSource() takes quotation marks within a cell as they are", async () => {
  const file = await read(
    'id,date,text\na,2020-01-01,5" of snow\nb,2020-01-01,"say \\"hi\\" now"\n',
  );
  deepStrictEqual(texts(file), ['5" of snow', 'say \\"hi\\" now']);
});

const HEADERS: Record<string, string> = {
  "Tweet ID;Tweet Text;Created At;User Name":
    "17;hello;2020-01-31 12:00:00;ann",
  "USER\tDATE\tTWEET_ID\tTWEET": "ann\t31.01.2020 12:00\t17\thello",
  "message|posted_at|author|message_id": "hello|2020/01/31 12:00|@ann|17",
  '"content","published","screen_name","status_id"':
    '"hello","1580472000","ann","17"',
  "full_text,timestamp,username,tweetId": "hello,1580472000000,ann,17",
  "body,created_utc,author,id": "hello,1580472000.0,ann,17",
};
for (const [header, row] of Object.entries(HEADERS)) {
  Deno.test(`fileSource() knows the columns ${header}`, async () => {
    const { posts } = await read(`${header}\n${row}\n`);
    const [{ post } = {}] = posts as ReadFile["posts"][number][];
    deepStrictEqual(
      [
        post?.id,
        post?.text,
        post?.author,
        post && new Date(post.createdMs).toISOString(),
      ],
      ["17", "hello", "ann", "2020-01-31T12:00:00.000Z"],
    );
  });
}

const OF_4CAT: Record<string, [replied: string, quoted: string]> = {
  post: ["", ""],
  reply: ["at://did:plc:bob/app.bsky.feed.post/3a", ""],
  quote: ["at://did:plc:bob/app.bsky.feed.post/3a", "at://did:plc:bob/3b"],
};
for (const [kind, [replied, quoted]] of Object.entries(OF_4CAT)) {
  Deno.test(`fileSource() knows a ${kind} in 4CAT's table of Bluesky`, async () => {
    const { posts } = await read(
      "id,timestamp,author_id,body,languages,replied_to_post,quoted_post\n" +
        `at://did:plc:ann/app.bsky.feed.post/3c,2024-12-05 13:49:00,did:plc:ann,hi,en,${replied},${quoted}\n`,
    );
    deepStrictEqual(
      posts.map(({ post }) => [post.id, post.postKind ?? "post"]),
      [["did:plc:ann/3c", kind]],
    );
  });
}

Deno.test("fileSource() tells the day from the month by the other dates, or refuses", async () => {
  const told = await read("id,date,text\na,03/04/2020,x\nb,25/04/2020,y\n");
  deepStrictEqual(
    told.posts.map(({ post }) => new Date(post.createdMs).getUTCMonth()),
    [3, 3],
  );
  const unknown = await read("id,date,text\na,03/04/2020,x\n");
  match(
    reasons(unknown)[0]!,
    /record 1, “03\/04\/2020”: `date` may have the day or the month first/,
  );
});

const LINE = (id: string) =>
  `{"id_str":"${id}","full_text":"post ${id}","created_at":"Wed Oct 10 20:19:24 +0000 2018","user":{"screen_name":"ann"}}`;

Deno.test("fileSource() reads one object over many lines, and lists of pages", async () => {
  const page = {
    data: [{
      id: "1",
      text: "a &amp;amp; b",
      author_id: "7",
      created_at: "2020-01-01T00:00:00Z",
    }],
    includes: { users: [{ id: "7", username: "ann" }] },
  };
  for (
    const text of [
      JSON.stringify(page, null, 2),
      JSON.stringify([page, page]),
      JSON.stringify([page], null, 1),
    ]
  ) {
    const { posts } = await read(text);
    deepStrictEqual([
      posts[0]?.network,
      posts[0]?.post.text,
      posts[0]?.post.author,
    ], ["x", "a &amp; b", "ann"]);
  }
});

Deno.test("fileSource() loses only the damaged elements of a list", async () => {
  const rows = [
    LINE("11"),
    '{"id_str":"12","full_text":"cut',
    LINE("13"),
    '{"id_str":"14",}',
    "7",
    LINE("15"),
  ];
  for (
    const text of [`[\n${rows.join(",\n")}\n]`, `[\n  ${rows.join(",\n  ")}\n]`]
  ) {
    const file = await read(text);
    deepStrictEqual(ids(file), ["11", "13", "15"]);
    strictEqual(file.rejected.length, 3, reasons(file).join("\n"));
  }
});

Deno.test("fileSource() reads all parts of an archive that were put together", async () => {
  const part = (n: number, id: string) =>
    `window.YTD.tweets.part${n} = [ {"tweet": ${LINE(id)}} ]`;
  deepStrictEqual(ids(await read(`${part(0, "21")}\n${part(1, "22")}`)), [
    "21",
    "22",
  ]);
});

Deno.test("fileSource() refuses a line of 10 MB and reads on, and takes a page of 3 MB", async () => {
  const file = await read(
    [
      `{"text":"${"x".repeat(10_000_000)}"}`,
      LINE("1"),
      "{".repeat(50_000),
      LINE("2"),
    ].join("\n"),
  );
  deepStrictEqual(ids(file), ["1", "2"]);
  match(reasons(file)[0]!, /^line 1: The line has 100000\d\d bytes/);
  const data = Array.from(
    { length: 500 },
    (_, i) => ({
      id: String(i + 1),
      text: "x",
      created_at: "2020-01-01T00:00:00Z",
      more: "y".repeat(6_000),
    }),
  );
  strictEqual(
    (await read(JSON.stringify({ data, meta: {} }))).posts.length,
    500,
  );
});

Deno.test("fileSource() refuses a text of over 64 KiB by itself", async () => {
  const file = await read(
    `${LINE("1").replace("post 1", "é".repeat(40_000))}\n${LINE("2")}`,
  );
  deepStrictEqual(ids(file), ["2"]);
  match(reasons(file)[0]!, /^line 1: `text` has 80000 bytes, more than 65536$/);
});

Deno.test("fileSource() reads deep JSON without harm", async () => {
  const deep = `{"id":"1","text":"x","more":${"[".repeat(20_000)}${
    "]".repeat(20_000)
  }}`;
  const file = await read([deep, LINE("2")].join("\n"));
  ok(ids(file).includes("2"));
});

Deno.test("fileSource() finds nothing in an empty file", async () => {
  for (const text of ["", "\n\n", "\ufeff", " \r\n "]) {
    deepStrictEqual(
      await read(text).then(({ posts, rejected }) => [posts, rejected]),
      [[], []],
    );
  }
});

const UNREADABLE: Record<string, [string | Uint8Array, RegExp]> = {
  "a page": ["<!DOCTYPE html><html></html>", /HTML/],
  "a PDF": ["%PDF-1.7\n", /a PDF/],
  "a table without a text": [
    "a,b,c\n1,2,3\n",
    /No column holds a text: the first row has a, b, c/,
  ],
  "bytes": [Uint8Array.from({ length: 600 }, (_, i) => i % 7), /no text file/],
  "an old workbook": [
    Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]),
    /Excel workbook/,
  ],
};
for (const [what, [contents, reason]] of Object.entries(UNREADABLE)) {
  Deno.test(`fileSource() says that a file is ${what}`, async () => {
    await rejects(read(contents), {
      name: "UnreadableFileError",
      message: reason,
    });
  });
}

Deno.test("fileSource() reads all files of a zip archive, and of a download only the posts", async () => {
  await using folder = await temporaryFolder();
  const readZip = async (files: Parameters<typeof zip>[0]) => {
    const path = `${folder.path}/posts.zip`;
    await Deno.writeFile(path, zip(files));
    return await readFileAs(path);
  };
  const many = await readZip({
    "a.csv": TABLE,
    "b/c.jsonl": LINE("31"),
    "d.jsonl.gz": await gzip(LINE("32")),
    "README": "no posts",
    "__MACOSX/x": "z",
    "p.png": "z",
  });
  deepStrictEqual(ids(many).sort(), ["31", "32", "a", "b"]);
  deepStrictEqual(reasons(many).map((reason) => reason.split(":")[0]), [
    "README",
  ]);
  const download = await readZip({
    "data/tweets.js": `window.YTD.tweets.part0 = [{"tweet": ${LINE("41")}}]`,
    "data/like.js": `window.YTD.like.part0 = [{"like": {}}]`,
    "Your archive.html": "<html>",
  });
  deepStrictEqual([ids(download), reasons(download)], [["41"], []]);
});

Deno.test("fileSource() says that a zip archive is cut or damaged", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/posts.zip`;
  const whole = zip({ "a.jsonl": LINE("51") });
  const damaged = whole.with(45, whole[45]! ^ 0xff);
  for (const bytes of [whole.slice(0, -30), damaged]) {
    await Deno.writeFile(path, bytes);
    await rejects(readFileAs(path), { name: "DamagedFileError" });
  }
});

Deno.test("fileSource() gives a row without an id one by what it says, wherever it stands", async () => {
  const rows = ["one,2020-01-01,ann", "two,2020-01-01,ann"];
  const one = await read(["text,date,user", ...rows].join("\n"));
  const other = await read(["text,date,user", ...rows.toReversed()].join("\n"));
  deepStrictEqual(ids(one).sort(), ids(other).sort());
  strictEqual(new Set(ids(one)).size, 2);
});

for (const format of EXPORT_FORMATS) {
  Deno.test(`fileSource() reads posts again that were exported as ${format}`, async () => {
    const quoting: Post = {
      ...{ ...livePost(1), source: "bluesky", kind: "quote" },
      ...{ text: "=1+1 says\n@ann", author: "-ann.example" },
      context: {
        quoted: { author: "bob.example", text: "no", score: -1 },
        cards: [{ title: "Ice", url: "https://a.test/" }],
        alts: ["a floe"],
      },
    };
    const reply: Post = { ...livePost(2), source: "mastodon", kind: "reply" };
    const exported = formatPosts(ReadableStream.from([quoting, reply]), format);
    const file = await read((await Array.fromAsync(exported)).join(""));
    deepStrictEqual(reasons(file), []);
    const { quoted: { score: _, ...quoted }, ...rest } = quoting.context as
      & typeof quoting.context
      & { quoted: { score: number } };
    const [first, second] = file.posts.map(({ network, post }) => ({
      ...{ network, kind: post.postKind, context: post.context },
      ...{ text: post.text, author: post.author },
    }));
    deepStrictEqual(first, {
      ...{ network: "bluesky", kind: "quote", text: quoting.text },
      author: quoting.author,
      context: format === "ndjson" ? { ...rest, quoted } : undefined,
    });
    deepStrictEqual([second!.network, second!.kind], ["mastodon", "reply"]);
  });
}
