import { tableAnswer } from "../(_shared)/download.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { readFilled, resolveRange } from "../(_shared)/range.ts";
import { readTopic } from "../(_shared)/views.ts";
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

/** With `by=source` the response also has the posts of each source, if buckets are whole minutes. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const by = parseChoice(searchParams, "by", ["source"], { fallback: null });
  const toAnswer = tableAnswer(searchParams);
  const slug = readTopic(ctx);
  const now = Date.now();
  const asked = readPageRange(searchParams, now);
  const range = await resolveRange(state, [slug], asked, now);
  const steps = apiSteps(searchParams, range, by ? MINUTE : 10);
  let step = steps[0]!;
  const [series] = await readFilled(
    range,
    steps,
    async (next) => [await state.readSeries(slug, range, step = next)],
  );
  const [languages, bySource, interruptions] = await Promise.all([
    state.readTerms(slug, range, "lang", MAX_LANGUAGES),
    by && stepSeconds(step) % MINUTE === 0
      ? state.readSourceSeries(slug, range, step)
      : null,
    state.readInterruptions(range),
  ]);
  const sources = bySource && { sources: bySource.sources };
  const overall = {
    ...overallMood(series!),
    poorlyReadShare: poorlyReadShare(languages),
  };
  const moods = toMoods(series!);
  const scorerChanges = findScorerChanges(series!);
  const mood = { ...moods, overall, scorerChanges };
  const json = { ...series!, ...mood, ...sources, ...interruptions };
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
