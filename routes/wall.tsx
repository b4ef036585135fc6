import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import type { WallTopic } from "../components/wall/Wall.tsx";
import {
  ParameterError,
  parseInteger,
  parseTopics,
} from "../domain/request/parameters.ts";
import { HOUR, MINUTE } from "../domain/time/range.ts";
import type { TopicSummary } from "../domain/topic/topic.ts";
import { LiveWall, type LiveWallProps } from "../islands/LiveWall.tsx";
import { define, type State } from "../state.ts";
import { readParameters } from "./(_shared)/request.ts";
import { requireTopics } from "./(_shared)/views.ts";

const MAX_SHOWN = 6;

export const handler = define.handlers({
  async GET({ state, url }) {
    const { searchParams } = url;
    const { asked, rotate, show } = readParameters(() => ({
      asked: readAsked(searchParams),
      rotate: parseInteger(searchParams, "rotate", { min: 5, max: 3_600 }),
      show: parseInteger(searchParams, "show", { min: 0 }) ?? 0,
    }));
    const all = await state.listTopics();
    requireTopics(all, asked);
    const shown = asked.length > 0
      ? asked.map((slug) => all.find((topic) => topic.slug === slug)!)
      : all.slice(0, MAX_SHOWN);
    if (shown.length === 0) throw new HttpError(404, "No topics yet");
    const renderedAt = Date.now();
    const topics = await Promise.all(
      shown.map((topic) => readWallTopic(state, topic, renderedAt)),
    );
    const first = show % topics.length;
    const wall: LiveWallProps = {
      ...{ topics, renderedAt, first },
      rotate: rotate ?? null,
    };
    return page({ wall });
  },
});

export default define.page<typeof handler>(function WallPage({ data }): VNode {
  return (
    <>
      <Head>
        <title>Wall · Freshet</title>
      </Head>
      <LiveWall {...data.wall} />
    </>
  );
});

function readAsked(params: URLSearchParams): string[] {
  const slugs = parseTopics(params);
  if (slugs.length <= MAX_SHOWN) return slugs;
  const rule = `at most ${MAX_SHOWN} topics`;
  throw new ParameterError("topics", params.get("topics"), rule);
}

async function readWallTopic(
  state: State,
  { slug, color, lastPostAt }: TopicSummary,
  nowMs: number,
): Promise<WallTopic> {
  const to = Math.ceil(nowMs / 1_000 / MINUTE) * MINUTE;
  const range = { from: to - HOUR, to };
  const [series, { outages }, jumps] = await Promise.all([
    state.readSeries(slug, range, MINUTE),
    state.readInterruptions(range),
    state.readJumps(slug, range, MINUTE),
  ]);
  const jump = jumps.at(-1) ?? null;
  return { slug, color, series, outages, lastPostAt, jump };
}
