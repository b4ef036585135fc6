import type { Gap, Interruptions, Outage } from "../../series/outages.ts";
import type { Series, SourceSeries } from "../../series/series.ts";
import { objectSchema } from "../object_schema.ts";
import type { Schema } from "../open_api.ts";
import { schemaOf } from "../schema_of.ts";

const { count, countOrNull, flag, list, map, ref, text, whole } = schemaOf;
const { numberOrNull, number } = schemaOf;

const COLUMNS = {
  topic: text(),
  step: count("Seconds that a bucket spans."),
  t: list(whole(), "Start of each bucket in seconds since 1970, ascending."),
  posts: list(count()),
  positive: list(count(), "Posts whose score is above zero."),
  negative: list(count(), "Below zero."),
  neutral: list(count(), "At zero."),
  score: list(whole(), "Sum of the scores."),
  squares: list(
    countOrNull(),
    "Sum of the squared scores; null where it is not known.",
  ),
};

/** Counts over time, and when nothing was counted. */
export const SERIES_SCHEMAS: Readonly<Record<string, Schema>> = {
  Series: objectSchema<Series>(
    "Counts over time, one array a column, all of one length.",
    COLUMNS,
  ),
  SeriesAnswer: objectSchema<
    Series & Interruptions & Pick<SourceSeries, "sources">
  >("Counts over time, and the interruptions within them.", {
    ...COLUMNS,
    sources: map(
      list(countOrNull()),
      "Only with `by=source`: posts by name of the source; null where they were counted before their sources were.",
    ),
    gaps: list(ref("Gap"), "Interruptions of single sources, newest first."),
    outages: list(
      ref("Outage"),
      "Times in which no source could be read, oldest first: how much was posted then is not known.",
    ),
  }, ["sources"]),
  Gap: objectSchema<Gap>("An interruption of one source.", {
    source: text("Its address, such as `bluesky:`."),
    from: number("In seconds since 1970."),
    to: numberOrNull("Null while it lasts."),
    why: text(),
    recovered: flag("Whether what was sent meanwhile was read after all."),
  }),
  Outage: objectSchema<Outage>(
    "A time in which no source could be read and that nobody made good.",
    {
      from: number("In seconds since 1970."),
      to: numberOrNull("Null while it lasts."),
      sources: list(text()),
      reasons: list(text()),
    },
  ),
};
