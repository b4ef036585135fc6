import { doesNotMatch, match } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { live } from "../components/live/live.ts";
import { makeSnapshot, makeWindow } from "../tests/support/make_snapshot.ts";
import { LiveTopics } from "./LiveTopics.tsx";

const TOPIC = {
  slug: "trump",
  query: "trump -is:retweet",
  color: '"><script>',
  active: true,
  posts: 180,
  lastPostAt: null,
};

Deno.test("<LiveTopics> shows each topic's rate, mood and total", () => {
  const window = makeWindow(new Array<number>(90).fill(2), 890);
  const html = render(
    <LiveTopics
      topics={[TOPIC, { ...TOPIC, slug: "constructor", active: false }]}
      cursor="e:3"
      snapshots={{ trump: makeSnapshot({ window, rate: 12 }) }}
    />,
  ).replaceAll("\u00a0", " ");
  match(html, /href="\/t\/trump"[^>]*>.*trump -is:retweet/);
  match(html, /<b data-rate="12">12<\/b> \/min/);
  match(html, /Mood \+2\.00.*100 %/);
  match(html, /<circle [^>]*fill="#808080">/);
  match(html, /constructor.*Stopped.*<b data-total="180">180<\/b>/);
});

Deno.test("<LiveTopics> says how to begin where there is no topic", () => {
  const html = render(<LiveTopics topics={[]} cursor="e:0" snapshots={{}} />);
  match(html, /No topics yet: .*deno task topics add QUERY/);
});

Deno.test("<LiveTopics> drops a topic that went, and shows one that came", () => {
  const about = { query: "cats OR dogs", color: "#112233", active: true };
  live.start("e:3", new Map([["pets", makeSnapshot({ about, rate: 5 })]]));
  const html = render(
    <LiveTopics topics={[TOPIC]} cursor="e:3" snapshots={{}} />,
  );
  live.topics.value = new Map();
  live.clientNow.value = 0;
  match(html, /href="\/t\/pets".*cats OR dogs.*<b data-rate="5">/);
  doesNotMatch(html, /trump/);
});
