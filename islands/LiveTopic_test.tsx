import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  strictEqual,
} from "node:assert/strict";
import { render } from "preact-render-to-string";
import { live, type LiveTopics } from "../components/live/store.ts";
import type { LoadedRange } from "../components/topic/loaded_range.ts";
import type { Filtered } from "../domain/series/matched.ts";
import { makePosts, makeSnapshot, makeWindow } from "../tests/support/posts.ts";
import { LiveTopic, type LiveTopicProps } from "./LiveTopic.tsx";

const BUSY = makeSnapshot({
  window: makeWindow(new Array<number>(90).fill(2), 890),
  totals: { posts: 20_761, positive: 9_000, negative: 0, neutral: 0, score: 1 },
  rate: 12,
  terms: { positive: [{ term: "<b>good", count: 180 }], negative: [] },
  posts: makePosts([3, 2, 1]),
});

const TERMS = {
  positive: [{ term: "<b>good", count: 100, before: 90 }],
  negative: [],
  hashtag: [{ term: "maga", count: 7, before: 0 }, {
    term: "news",
    count: 6,
    before: 6,
  }],
};

function loaded(given: Partial<LoadedRange> = {}): LoadedRange {
  return {
    key: "",
    view: null,
    filtered: null,
    outages: [],
    sources: null,
    jumps: [],
    scorerChanges: [],
    poorlyReadShare: 0.38,
    ...given,
  };
}

function html(given: Partial<LiveTopicProps> = {}): string {
  return render(
    <LiveTopic
      slug="trump"
      cursor="e:3"
      renderedAt={895_000}
      snapshot={BUSY}
      address="/t/trump"
      loaded={loaded()}
      posts={{ posts: BUSY.posts, next: null, seq: 3 }}
      question={{ choice: {} }}
      terms={TERMS}
      source="file:posts.ndjson"
      note=""
      origin="http://localhost"
      {...given}
    />,
  ).replaceAll("\u00a0", " ");
}

Deno.test("<LiveTopic> shows real numbers without script", () => {
  const shown = html();
  match(shown, /<b data-rate="12">12<\/b>/);
  match(shown, /<b data-total="20761">20,761<\/b>/);
  match(shown, /Mood, 15 min .*<\/dt><dd><p class="figure"><b>\+100/);
  match(shown, />38.% of posts are in languages that Freshet cannot read well/);
  match(shown, /<li class="post" data-seq="3">/);
  match(shown, /&lt;b>good<\/span>.*<span class="count">180</);
});

Deno.test("<LiveTopic> draws both charts as SVG, and says what they show", () => {
  const shown = html();
  strictEqual(shown.match(/class="shapes gaps"/g)?.length, 3);
  // 14 whole minutes of 12 posts at the same height, and the current one.
  match(shown, /<path class="bars posts" d="M0 1000V0h1V1000M1 /);
  match(shown, /<path class="bars posts current" d="M14 1000V0h1V1000"/);
  match(
    shown,
    /aria-label="Posts per minute from 1 Jan 1970, 00:00 to 1 Jan 1970, 00:15 UTC: 180 in total, 12 at most\."/,
  );
  match(shown, /aria-label="Share of posts [^"]*100 % positive/);
  match(shown, /<th scope="row">00:14<\/th><td>12<\/td>/);
});

Deno.test("<LiveTopic> shades what could not be read, and names it", () => {
  const window = makeWindow(new Array<number>(90).fill(2).fill(0, 36, 72), 890);
  const outages = [
    { from: 400, to: 600, sources: ["bluesky:"], reasons: ["no answer"] },
  ];
  const shown = html({
    snapshot: { ...BUSY, window },
    loaded: loaded({ outages }),
  });
  const words = "bluesky was away 00:06 to 00:10: no answer";
  match(shown, new RegExp(`Shaded: no data, ${words}`));
  match(shown, /in total, 12 at most\. No data: bluesky was away 1 Jan 1970,/);
  const shades = shown.match(
    /<rect class="missing" x="44\.44%" width="22\.22%"/g,
  );
  strictEqual(shades?.length, 3);
  doesNotMatch(html(), /missing|No data/);
});

Deno.test("<LiveTopic> shows no number for a minute that could not be read", () => {
  const window = makeWindow(new Array<number>(90).fill(2).fill(0, 72), 890);
  const outages = [{ from: 720, to: null, sources: ["x:"], reasons: [] }];
  const snapshot = { ...BUSY, window };
  match(
    html({ snapshot, loaded: loaded({ outages }) }),
    /00:13<\/span> <b>no data<\/b>/,
  );
  match(html({ snapshot }), /00:13<\/span> <b>0<\/b> posts/);
});

Deno.test("<LiveTopic> styles nothing by attributes, which the policy forbids", () => {
  doesNotMatch(html(), /<[^>]* style=|<style|<script/);
});

Deno.test("<LiveTopic> says what it waits for before the first post", () => {
  match(
    html({ snapshot: makeSnapshot() }),
    /No posts about <b>trump<\/b> yet<\/span>; reading file:posts\.ndjson\./,
  );
});

Deno.test("<LiveTopic> points to older posts when there are none now", () => {
  const window = makeSnapshot().window;
  match(
    html({ snapshot: { ...BUSY, window } }),
    /No posts in the last 15 minutes<\/span>; reading file:posts\.ndjson\. Newest post: 1 Jan 1970\. .*href="\/t\/trump\?range=all"/,
  );
  doesNotMatch(html(), /No posts in the last/);
});

Deno.test("<LiveTopic> shows a range in place of the live window", () => {
  const series = { ...makeWindow([5, 7], 86_400), step: 86_400 };
  const shown = html({
    address: "/t/trump?from=0&to=172800",
    terms: { positive: [], negative: [{ term: "sad", count: 3, before: 5 }] },
    loaded: loaded({
      view: {
        kind: "custom",
        series: { ...series, t: [0, 86_400] },
        motion: null,
      },
    }),
  });
  match(shown, /<h2>Posts per day<\/h2>/);
  match(shown, /2 Jan 1970<\/span> <b>7<\/b>/);
  match(shown, /sad<.*<span aria-hidden="true">↓ 2</);
  match(shown, /<b data-rate="12">/);
  doesNotMatch(shown, /current"/);
});

Deno.test("<LiveTopic> links its lists and posts to other views, and keeps the rest of the address", () => {
  const shown = html({
    address: "/t/trump?range=15m&term=hashtag:maga",
    question: { choice: { term: { kind: "hashtag", term: "maga" } } },
  })
    .replaceAll("&amp;", "&");
  match(
    shown,
    /<a aria-current="false" title="Show only: positive word &lt;b>good" href="\/t\/trump\?range=15m&term=positive%3A%3Cb%3Egood">/,
  );
  match(
    shown,
    /<a aria-current="true"[^>]* href="\/t\/trump\?range=15m"><span class="word" dir="auto">#maga/,
  );
  match(shown, /<span dir="auto">hashtag maga<\/span>/);
  match(shown, /<span class="change">new</);
  match(shown, /list=emoji" aria-current="false">Emoji</);
  match(
    shown,
    /href="\/api\/export\?topic=trump&term=hashtag%3Amaga&format=csv"/,
  );
  match(shown, /<input type="hidden" name="term" value="hashtag:maga"/);
});

/** What the page shows once it is live with these topics. */
function htmlWith(topics: LiveTopics): string {
  live.start("e:3", topics);
  try {
    return html();
  } finally {
    live.topics.value = new Map();
    live.clientNow.value = 0;
  }
}

Deno.test("<LiveTopic> says that its topic was removed, and shows nothing of it", () => {
  const shown = htmlWith(new Map());
  match(shown, /The topic <b>trump<\/b> was removed\. <a href="\/">/);
  doesNotMatch(shown, /data-rate|data-seq/);
  doesNotMatch(htmlWith(new Map([["trump", BUSY]])), /was removed/);
});

Deno.test("<LiveTopic> says that its topic is paused", () => {
  const about = { query: "trump", color: "#000000", active: false };
  match(html({ snapshot: { ...BUSY, about } }), /Paused: new posts are not/);
  const active = { ...about, active: true };
  doesNotMatch(html({ snapshot: { ...BUSY, about: active } }), /Paused/);
});

const FILTERED = { posts: 180, of: 20_761, since: null, cut: false, gone: 0 };
const SHOWN = {
  kind: "live",
  series: { ...BUSY.window, step: 60 },
  motion: { slides: true, until: null },
} as const;

/** A page with a filter, and what was counted for it. */
function filteredHtml(query: string, filtered: Partial<Filtered> = {}): string {
  const key = query;
  return html({
    address: `/t/trump?${query}`,
    loaded: loaded({
      ...{ key, view: SHOWN },
      filtered: { ...FILTERED, ...filtered },
    }),
  });
}

Deno.test("<LiveTopic> names each filter above its numbers, with a link that removes it, and says how many posts match", () => {
  const query = "mood=positive&term=hashtag%3Aotters&site=a.b&lang=de" +
    "&author=ann&kind=reply&q=sea";
  const shown = filteredHtml(query);
  const texts = [
    ...["positive posts", "hashtag otters", "link to a.b", "language German"],
    ...["by ann", "kind reply", "text “sea”"],
  ];
  const at = shown.indexOf('class="chips"');
  ok(at > 0 && at < shown.indexOf('class="tiles"'));
  const links = [
    ...shown.matchAll(
      /<li><a title="Remove this filter" href="([^"]*)"><span dir="auto">([^<]*)/g,
    ),
  ];
  deepStrictEqual(links.map(([, , text]) => text), texts);
  const params = query.split("&");
  for (const [i, [, href]] of links.entries()) {
    const rest = params.filter((_, at) => at !== i).join("&");
    strictEqual(href!.replaceAll("&amp;", "&"), `/t/trump?${rest}`);
  }
  match(shown, /<b data-matches="180">180<\/b> of 20,761 posts</);
  match(shown, /href="\/t\/trump">Remove all</);
  match(shown, /Share of all posts, 15 min<.*<b>0\.9 %<\/b>/);
  doesNotMatch(shown, /data-rate/);
  doesNotMatch(html(), /class="(?:chips|filter-bar)"/);
});

Deno.test("<LiveTopic> takes off a site and a language that stand in the address as terms", () => {
  for (const query of ["term=link%3Aa.b", "term=lang%3Ade"]) {
    match(filteredHtml(query), /title="Remove this filter" href="\/t\/trump"/);
  }
});

Deno.test("<LiveTopic> says since when posts were read, or are stored", () => {
  match(
    filteredHtml("q=a", { of: 50_000, since: 60, cut: true }),
    /of the newest 50,000 posts<small>Older ones were not read: all counts are since 1 Jan 1970, 00:01</,
  );
  match(
    filteredHtml("q=a", { gone: 9, since: 60 }),
    /<small>9 others are no longer stored: all counts are since 1 Jan 1970, 00:01</,
  );
  match(
    filteredHtml("q=a", { gone: 9 }),
    /<small>9 others are no longer stored<\/small>/,
  );
  match(filteredHtml("q=a", { posts: 0, of: 1 }), />0<\/b> of 1 post</);
});
