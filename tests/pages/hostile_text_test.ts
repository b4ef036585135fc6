import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { cleanText } from "../../domain/text/clean.ts";
import { buildPages } from "../support/pages.ts";
import { readNastyRows, toLine } from "../support/recordings.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { startProcess } from "../support/processes.ts";

const MAX_LINE = 64 * 1024;
/** Lines that are none: blank ones, and those in the form of X without a post, or without one of the topic. */
const PASSED_OVER = [
  "",
  "   ",
  '{"data":[]}',
  '{"data":{"id":"1","text":"x","created_at":"2099-01-01T00:00:00Z"}}',
  '{"data":{"id":"1","text":"x"},"data":{"id":"2","text":"y"}}',
];
const LINE_FEED = new Uint8Array([10]);

Deno.test("every hostile row ends as a post or as a skipped row, and texts arrive as they were", async () => {
  await buildPages();
  await using folder = await temporaryFolder();
  const rows = await readNastyRows();
  const lines = rows.map(toLine);
  const path = `${folder.path}/nasty.ndjson`;
  await Deno.writeFile(
    path,
    await new Blob(lines.flatMap((line) => [line, LINE_FEED])).bytes(),
  );
  const database = `${folder.path}/freshet.db`;
  {
    await using started = await startProcess({
      SOURCE_URL: `file:${path}`,
      DATABASE_URL: `sqlite:${database}`,
      TRACK: "trump",
    });
    await started.waitForLog("source ended");
    const response = await fetch(new URL("/t/trump", started.url));
    strictEqual(response.status, 200);
    ok((await response.text()).includes("trump"));
    strictEqual(await started.stop(), 0);
  }
  using db = new DatabaseSync(database);
  const stored = new Map(
    db.prepare("select ext_id, text from posts").all()
      .map((row) => [row.ext_id, row.text]),
  );
  const [skipped] = db.prepare("select count(*) as n from skipped").all();
  const passedOver = lines.filter((line) =>
    PASSED_OVER.includes(new TextDecoder().decode(line))
  );
  strictEqual(
    stored.size + Number(skipped!.n),
    rows.length - passedOver.length,
  );
  const texts = rows.filter((row, i) =>
    row.text !== undefined && lines[i]!.length <= MAX_LINE
  );
  deepStrictEqual(
    [...stored].sort(),
    texts.map(({ id, text }) => [id, cleanText(`trump ${text}`)]).sort(),
  );
});
