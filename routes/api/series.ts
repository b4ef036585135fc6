import { tableAnswer } from "../(_shared)/download.ts";
import { openCounts } from "../(_shared)/counts.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { readFilled, resolveRange } from "../(_shared)/range.ts";
import { readTopic } from "../(_shared)/views.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { parseChoice } from "../../domain/request/parameters.ts";
import {
  parsePer,
  parseStep,
  perStep,
  readPageRange,
} from "../../domain/request/range.ts";
import {
  autoSteps,
  type Step,
  stepSeconds,
} from "../../domain/series/buckets.ts";
import { seriesTable } from "../../domain/series/csv.ts";
import { overallMood, toMoods } from "../../domain/series/mood.ts";
import { findScorerChanges } from "../../domain/series/scorers.ts";
import {
  MAX_LANGUAGES,
  poorlyReadShare,
} from "../../domain/sentiment/languages.ts";
import { HOUR, MINUTE, type TimeRange } from "../../domain/time/range.ts";
import { define } from "../../state.ts";

/** The filters are those of `/api/posts`. With `by=source` the response also has the posts of each source, if buckets are whole minutes. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const by = parseChoice(searchParams, "by", ["source"], { fallback: null });
  const toAnswer = tableAnswer(searchParams);
  const slug = readTopic(ctx);
  const filter = readViewFilter(searchParams, { mood: "sentiment" });
  const now = Date.now();
  const asked = readPageRange(searchParams, now);
  const whole = await resolveRange(state, [slug], asked, now, filter);
  const steps = apiSteps(searchParams, whole, by ? MINUTE : 10);
  const counts = await openCounts(state, slug, whole, filter);
  const { range, filtered } = counts;
  let step = steps[0]!;
  const [series] = await readFilled(
    range,
    steps,
    async (next) => [await counts.readSeries(step = next)],
  );
  const [languages, bySource, interruptions] = await Promise.all([
    filtered ? [] : state.readTerms(slug, range, "lang", MAX_LANGUAGES),
    by && stepSeconds(step) % MINUTE === 0 ? counts.readSources(step) : null,
    state.readInterruptions(range),
  ]);
  const overall = {
    ...overallMood(series!),
    poorlyReadShare: poorlyReadShare(languages),
  };
  const json = {
    ...{ ...series!, ...toMoods(series!), overall },
    scorerChanges: findScorerChanges(series!),
    ...(filtered && { filtered }),
    ...(bySource && { sources: bySource.sources }),
    ...interruptions,
  };
  return toAnswer({
    about: `${slug}-series`,
    range,
    json,
    table: () => seriesTable(json, now / 1_000),
  });
}));

/**
 * Buckets as `step` or `per` and `zone` ask for them; with `per=auto`, those in which pages show the range.
 *
 * @throws {ParameterError} If they are not valid, or too many.
 */
function apiSteps(
  params: URLSearchParams,
  range: TimeRange,
  unit: 10 | 60,
): Step[] {
  if (params.get("step") || !params.get("per")) {
    return [parseStep(params, range, { unit })];
  }
  const { per, zone } = parsePer(params);
  if (per !== "auto") return [perStep({ per, zone }, range)];
  const isLong = params.get("range") === "all" || range.to - range.from >= HOUR;
  return autoSteps(range, zone, { shortest: isLong ? MINUTE : 10 });
}
