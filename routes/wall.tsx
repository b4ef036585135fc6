import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { wallSpan } from "../components/wall/span.ts";
import type { WallTopic } from "../components/wall/Wall.tsx";
import {
  ParameterError,
  parseInteger,
  parseTopics,
} from "../domain/request/parameters.ts";
import { parsePagePer } from "../domain/request/range.ts";
import type { TopicSummary } from "../domain/topic/topic.ts";
import { LiveWall, type LiveWallProps } from "../islands/LiveWall.tsx";
import { define, type State } from "../state.ts";
import { readParameters } from "./(_shared)/request.ts";
import { requireTopics } from "./(_shared)/views.ts";

const MAX_SHOWN = 6;

export const handler = define.handlers({
  async GET({ state, url }) {
    const { searchParams } = url;
    const { asked, rotate, show, by } = readParameters(() => ({
      by: parsePagePer(searchParams),
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
    const per = by.per === "auto" ? "minute" : by.per;
    const unit = { per, zone: by.zone };
    const span = wallSpan(unit, renderedAt);
    const topics = await Promise.all(
      shown.map((topic) => readWallTopic(state, topic, span)),
    );
    const first = show % topics.length;
    const wall: LiveWallProps = {
      ...{ topics, renderedAt, first, unit },
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
  { step, jumpStep, ...range }: ReturnType<typeof wallSpan>,
): Promise<WallTopic> {
  const [series, { outages }, jumps] = await Promise.all([
    state.readSeries(slug, range, step),
    state.readInterruptions(range),
    state.readJumps(slug, range, jumpStep),
  ]);
  const jump = jumps.at(-1) ?? null;
  return { slug, color, series, outages, lastPostAt, jump };
}
