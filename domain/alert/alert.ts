import type { Jump } from "../schema/jumps.ts";
import { formatNumber } from "../format/numbers.ts";

/** Something that may need a person, in the words of its data. */
export type Alert = { readonly id: string; readonly at: number } & AlertEvent;

/** What an alert is about. */
export type AlertEvent =
  | {
    readonly kind: "jump";
    readonly topic: string;
    readonly jump: Jump;
  }
  | {
    readonly kind: "source";
    /** Its key, such as `bluesky:`. */
    readonly source: string;
    /** Since when it is away, in seconds since the epoch. */
    readonly since: number;
    readonly reason: string;
  }
  | {
    readonly kind: "spending";
    /** Posts billed today, UTC. */
    readonly posts: number;
    readonly limit: number;
    /** The day, counted from 1970. */
    readonly day: number;
  };

/** An alert to be sent, and how often that has failed. */
export interface DueAlert {
  readonly alert: Alert;
  readonly tries: number;
}

const HOUR = 3_600;

/**
 * What may be reported once: a topic or source, and an hour of its data, so that
 * all processes that see the same agree.
 */
export function alertKey(event: AlertEvent): { topic: string; hour: number } {
  switch (event.kind) {
    case "jump":
      return { topic: event.topic, hour: Math.floor(event.jump.at / HOUR) };
    case "source":
      return {
        topic: `source ${event.source}`,
        hour: Math.floor(event.since / HOUR),
      };
    case "spending":
      return { topic: "spending x", hour: event.day * 24 };
  }
}

/** Leaves out what the terms of a source forbid to hand on: texts of X. */
export function withoutRestricted(event: AlertEvent): AlertEvent {
  if (event.kind !== "jump") return event;
  const { jump } = event;
  if (jump.reasons.repeated?.source !== "x") return event;
  const reasons = { ...jump.reasons, repeated: null };
  return { ...event, jump: { ...jump, reasons } };
}

/** A line: `climate: 110 posts, 6 × the usual`. */
export function alertTitle(event: AlertEvent): string {
  switch (event.kind) {
    case "jump":
      return `${event.topic}: ${jumpWords(event.jump)}`;
    case "source":
      return `The source ${event.source} is down`;
    case "spending":
      return `${event.posts} of ${event.limit} posts a day are billed`;
  }
}

function jumpWords({ posts, usual, volume, mood }: Jump): string {
  const times = usual > 0
    ? `${formatNumber(posts / usual, 1)} × the usual`
    : "usually none";
  const words = [`${posts} posts${volume ? `, ${times}` : ""}`];
  if (mood) {
    const change = mood.mean > mood.usual ? "positive" : "negative";
    words.push(`more ${change} than usual`);
  }
  return words.join(", ");
}

/** What explains an alert, in sentences; empty if nothing is known. */
export function alertText(event: AlertEvent): string {
  if (event.kind === "source") {
    return `Since ${timeText(event.since)}: ${event.reason}`;
  }
  if (event.kind === "spending") {
    return "X is not read once the limit is reached.";
  }
  const { from, to, reasons } = event.jump;
  const terms = [...reasons.words, ...reasons.sites].map(({ kind, term }) =>
    kind === "hashtag" ? `#${term}` : kind === "mention" ? `@${term}` : term
  );
  const { repeated, authors } = reasons;
  return [
    `${timeText(from)} to ${timeText(to)}`,
    ...(terms.length > 0 ? [`About: ${terms.join(", ")}`] : []),
    ...(repeated ? [`${repeated.count} × “${repeated.text}”`] : []),
    ...(authors && authors.authors > 10
      ? [
        `The ten busiest of ${authors.authors} authors wrote ${
          Math.round(100 * authors.share)
        } %`,
      ]
      : []),
  ].join("\n");
}

function timeText(seconds: number): string {
  return `${
    new Date(seconds * 1_000).toISOString().slice(0, 16).replace("T", " ")
  } UTC`;
}

/** Path and query of the page that shows it. */
export function alertPath(event: AlertEvent): string {
  if (event.kind !== "jump") return "/pipeline";
  const { from, to } = event.jump;
  return `/t/${encodeURIComponent(event.topic)}?from=${from}&to=${to}`;
}
