import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readFileAs } from "../../../../tests/support/read_files.ts";

const SHARED = new URL("../../../../../shared/data/import/", import.meta.url);

/** What a sample file should give, as `expected.json` says. */
interface Sample {
  readonly file: string;
  readonly posts: number;
  readonly expected: readonly ExpectedPost[];
  readonly rejected?: readonly { where: string; reason: string }[];
  readonly decide?: readonly unknown[];
  readonly applied?: readonly { where: string; what: string; id: string }[];
}

interface ExpectedPost {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
  readonly lang: string;
  readonly author: string | null;
  readonly hashtags?: readonly string[];
  readonly mentions?: readonly string[];
  readonly links?: readonly string[];
  readonly kind?: string;
  readonly why?: string;
  readonly decide?: boolean;
}

async function readSamples(): Promise<readonly Sample[]> {
  try {
    const text = await Deno.readTextFile(new URL("expected.json", SHARED));
    return JSON.parse(text).files;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // deno-lint-ignore no-console
    console.log(
      "shared/data/import is not here: only our own samples are read",
    );
    return [];
  }
}

/** An id without the server that gave it. */
const bareId = (id: string) => id.split("/").at(-1);

/** Choices of ours where the samples leave one: a back-dated post keeps its own time. */
const OWN_TIME = "1987-05-05";

for (const sample of await readSamples()) {
  const { file, posts, expected, rejected = [], applied = [], decide = [] } =
    sample;
  Deno.test(`fileSource() reads ${file} as expected`, async () => {
    const read = await readFileAs(fileURLToPath(new URL(file, SHARED)));
    const byId = new Map(read.posts.map(({ post }) => [bareId(post.id), post]));
    ok(
      byId.size >= posts && byId.size <= posts + decide.length,
      `${byId.size} posts instead of ${posts}`,
    );
    for (const want of expected) {
      const post = byId.get(bareId(want.id));
      const known = post ??
        [...byId.values()].find(({ text }) => text === want.text);
      ok(known, `${want.id} is missing: ${want.text}`);
      const got = {
        ...known,
        created_at: new Date(known.createdMs).toISOString(),
      };
      deepStrictEqual(
        got.text.replace(/\n+/g, "\n"),
        want.text.replace(/\n+/g, "\n"),
      );
      if (!want.decide) {
        deepStrictEqual(got.created_at, want.created_at, want.text);
      } else {ok([OWN_TIME, want.created_at].some((one) =>
          got.created_at.startsWith(one)
        ));}
      strictEqual(got.lang, want.lang.split("-")[0], want.text);
      deepStrictEqual(got.author, want.author, want.text);
      for (const name of ["hashtags", "mentions", "links"] as const) {
        const entities = got.entities?.[name] ?? [];
        for (const one of want[name] ?? []) {
          // The handle that a text says stands for its account.
          const isThere = entities.includes(one) ||
            (one.startsWith("did:") &&
              entities.some((name) => got.text.includes(`@${name}`))) ||
            got.text.toLowerCase().includes(one.toLowerCase());
          ok(isThere, `${name} of ${want.text}: ${entities} instead of ${one}`);
        }
      }
      const kinds = want.kind?.split("+") ?? [];
      const isKind = kinds.length === 0 || kinds[0] === "edit" ||
        kinds.includes(got.postKind ?? "post");
      ok(isKind, `${want.text}: ${got.postKind} instead of ${want.kind}`);
    }
    for (const { where, reason } of rejected) {
      if (/^duplicate|another post has the same/.test(reason)) continue; // storing finds it
      const found = read.rejected.find((one) => one.place === where) ??
        read.rejected.find((one) =>
          `${one.place} ${one.detail}`.includes(
            where.replace(/^.*, /, "").replace(/^\[(\d+)\]$/, (_, n) =>
              `element ${Number(n) + 1}`),
          )
        );
      ok(
        found,
        `${where} (${reason}) is not among ${JSON.stringify(read.rejected)}`,
      );
      if (/is missing/.test(reason)) {
        ok(
          /missing|no id|must be a string|no post|cells/.test(found.detail),
          `${where}: ${found.detail} for ${reason}`,
        );
      }
      if (/lost its digits|rounded/.test(reason)) {
        ok(/lost its digits|rounded/.test(found.detail), found.detail);
      }
    }
    for (const { what, id } of applied) {
      const kind = what.startsWith("delete")
        ? (what === "delete" ? "delete" : "delete-author")
        : "edit";
      ok(read.changes.includes(`${kind} ${id}`), `${kind} ${id}`);
    }
    const known = rejected.filter(({ reason }) => !/^duplicate/.test(reason));
    const extra = read.rejected.length - known.length;
    ok(extra <= decide.length, JSON.stringify(read.rejected));
  });
}
