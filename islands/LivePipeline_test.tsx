import { doesNotMatch, match } from "node:assert/strict";
import { render } from "preact-render-to-string";
import type { Pipeline, SourceState } from "../domain/pipeline/pipeline.ts";
import { makePipeline } from "../tests/support/pipeline.ts";
import { LivePipeline } from "./LivePipeline.tsx";

/** What a reader sees of the page, tags and non-breaking spaces left out. */
function text(given: Partial<Pipeline> = {}): string {
  return render(<LivePipeline rendered={makePipeline(given)} />)
    .replaceAll(/<[^>]+>/g, "").replaceAll(/\u00a0|&nbsp;/g, " ");
}

Deno.test("<LivePipeline> shows the way of a post in numbers, without script", () => {
  const shown = text();
  match(shown, /Sources running1 of 241 posts\/s/);
  match(
    shown,
    /Waiting to be stored7 messagesembedded; last stored: no\. 12,345/,
  );
  match(shown, /Stored20,761 postslast commit 3 s ago/);
  match(shown, /Waiting to be sent2 changeslast poll 1 s ago/);
  match(shown, /Viewers3 live streams/);
  match(shown, /As of 12:00:00 UTC/);
});

const SENTENCES: [state: SourceState, words: RegExp][] = [
  ["live", /xLive for 1 min: no answer; 0\.4 posts\/s/],
  ["reading", /xReading for 1 min: no answer; 0\.4 posts\/s/],
  ["starting", /xStarting for 1 min: no answer/],
  ["down", /xDown since 11:59: no answer/],
  ["waiting", /xWaiting since 11:59: no answer/],
  ["silent", /xNo report since 11:58: its process has stopped/],
  ["ended", /xFinished at 11:59: read to the end/],
];

for (const [state, words] of SENTENCES) {
  Deno.test(`<LivePipeline> describes a source that is ${state}`, () => {
    const { sources: [, x], at } = makePipeline();
    const source = { ...x!, detail: "no answer", seen: at - 120, rate: 0.4 };
    match(text({ sources: [{ ...source, state }] }), words);
  });
}

Deno.test("<LivePipeline> shows what needs fixing", () => {
  const [source] = makePipeline().sources;
  const notice = "the token ends <soon>";
  match(
    text({ sources: [{ ...source!, notice }] }),
    /Action needed: the token ends &lt;soon>/,
  );
});

Deno.test("<LivePipeline> lists interruptions, and what became of them", () => {
  const shown = text();
  match(shown, /xAway since 11:59, for 1 min: no answer.*ongoing/);
  match(
    shown,
    /bluesky30 Jan, 12:00 to 30 Jan, 12:06, 6 min: closed by the server.*recovered/,
  );
});

Deno.test("<LivePipeline> says what X bills, and when the limit is near", () => {
  match(text(), /812 of 2,000 posts, US\$ 4\.06.*40 % of the limit is used\./);
  match(text(), /Resets at 00:00, in 12 h/);
  const { spending } = makePipeline();
  const at = (posts: number, limit: number | null = 2_000) =>
    text({ spending: { ...spending!, posts, limit } });
  match(at(1_600), /80 % of the limit is used: it may be reached today/);
  match(at(2_000), /Limit reached: X is paused until the reset/);
  match(at(812, null), /812 posts, .*No limit is set/);
  doesNotMatch(text({ spending: null }), /Billed by X/);
});

Deno.test("<LivePipeline> says why messages became no new post", () => {
  match(text(), /duplicate: already stored121,200/);
  match(text(), /malformed: not a valid post03/);
});

Deno.test("<LivePipeline> says how far stored posts are scored again", () => {
  const { storage } = makePipeline();
  const rescoring = { scorer: 2, share: 0.42 };
  match(
    text({ storage: { ...storage, rescoring } }),
    /again by scorer 242 % are/,
  );
  doesNotMatch(text(), /scored? .*again/i);
});

Deno.test("<LivePipeline> says what is awaited where there is nothing yet", () => {
  const { storage } = makePipeline();
  const shown = text({
    sources: [],
    gaps: [],
    storage: { ...storage, committed: null, received: null, skipped: [] },
  });
  match(shown, /waiting for the ingest process/);
  match(shown, /No source was interrupted in the last 7 days/);
  match(shown, /waiting for the first post/);
  match(shown, /every message became a post/);
});

Deno.test("<LivePipeline> says what this process does not know", () => {
  const { storage } = makePipeline();
  const shown = text({
    log: { kind: "JetStream", newest: null, waiting: null },
    storage: { ...storage, committed: null },
    poller: { behind: null, looked: null },
  });
  match(shown, /Waiting to be stored– not known here/);
  match(shown, /newest arrived 4 s ago/);
  match(shown, /sent– no polling while there are no viewers/);
});

Deno.test("<LivePipeline> styles nothing by attributes, which the policy forbids", () => {
  const html = render(<LivePipeline rendered={makePipeline()} />);
  doesNotMatch(html, / style=|<style|<script/);
});
