import { deepStrictEqual, doesNotMatch, match } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { live } from "../components/live/store.ts";
import { makeSnapshot, makeWindow } from "../tests/support/posts.ts";
import { LiveTopics, type LiveTopicsProps } from "./LiveTopics.tsx";

const TOPIC = {
  slug: "trump",
  query: "trump -is:retweet",
  color: '"><script>',
  active: true,
  posts: 180,
  lastPostAt: null,
};

/** What the server sends of topics. */
function draw(given: Partial<LiveTopicsProps>): string {
  const html = render(
    <LiveTopics
      topics={[TOPIC]}
      cursor="e:3"
      renderedAt={900_000}
      snapshots={{}}
      minutes={{}}
      address="/"
      {...given}
    />,
  );
  return html.replaceAll("\u00a0", " ");
}

/** Two posts each 10 s until the epoch's second 900. */
const WINDOW = makeWindow(new Array<number>(90).fill(2), 890);

Deno.test("<LiveTopics> shows each topic's rate, mood and total", () => {
  const html = draw({
    topics: [
      { ...TOPIC, lastPostAt: new Date(780_000).toISOString() },
      { ...TOPIC, slug: "constructor", active: false },
    ],
    snapshots: { trump: makeSnapshot({ window: WINDOW, rate: 12 }) },
  });
  match(html, /href="\/t\/trump"[^>]*>.*trump -is:retweet/);
  match(html, /<b data-rate="12">12<\/b> \/min/);
  match(html, /Mood .*▲.* \+100.*100 %/);
  match(html, /<circle [^>]*fill="#808080">/);
  match(html, /last post <time [^>]*>2 min ago<\/time>/);
  match(html, /constructor.*Paused.*<b data-total="180">180<\/b>/);
});

Deno.test("<LiveTopics> compares the last hour with the one before, where it can", () => {
  const posts = [...new Array<number>(60).fill(6), ...new Array(61).fill(12)];
  const counts = { from: 840 - 120 * 60, posts, isWhole: true };
  const snapshots = { trump: makeSnapshot({ window: WINDOW }) };
  // An hour of twelve a minute, in which the live window counts as well.
  const html = draw({ snapshots, minutes: { trump: counts } });
  match(html, /↑<\/span> <b>100 % more<\/b> posts than the hour before/);
  const parted = { ...counts, isWhole: false };
  doesNotMatch(draw({ snapshots, minutes: { trump: parted } }), /hour before/);
  doesNotMatch(draw({ snapshots }), /hour before/);
});

Deno.test("<LiveTopics> puts topics in the order that the address asks for", () => {
  const topics = ["a", "b"].map((slug) => ({ ...TOPIC, slug }));
  const snapshots = {
    a: makeSnapshot({ rate: 1 }),
    b: makeSnapshot({ rate: 2 }),
  };
  const order = (address: string) =>
    Array.from(
      draw({ topics, snapshots, address }).matchAll(/data-rate="(\d)"/g),
      ([, rate]) => rate,
    );
  deepStrictEqual(order("/"), ["1", "2"]);
  deepStrictEqual(order("/?sort=rate"), ["2", "1"]);
});

Deno.test("<LiveTopics> offers to compare topics, unless there is only one", () => {
  const topics = ["a", "b"].map((slug) => ({ ...TOPIC, slug }));
  match(draw({ topics }), /action="\/compare".*name="topics" value="b"/);
  doesNotMatch(draw({}), /Compare/);
});

Deno.test("<LiveTopics> says how to begin where there is no topic", () => {
  match(draw({ topics: [] }), /No topics yet: <a href="\/topics">/);
});

Deno.test("<LiveTopics> drops a removed topic, and shows a new one", () => {
  const about = { query: "cats OR dogs", color: "#112233", active: true };
  live.start("e:3", new Map([["pets", makeSnapshot({ about, rate: 5 })]]));
  const html = draw({});
  live.topics.value = new Map();
  live.clientNow.value = 0;
  match(html, /href="\/t\/pets".*cats OR dogs.*<b data-rate="5">/);
  doesNotMatch(html, /trump/);
});
