import * as v from "valibot";
import { cleanText } from "../../../../domain/post/clean_text.ts";

/** Longest quotation of what X says. */
const MAX_WORDS = 300;

const Words = v.fallback(
  v.optional(v.pipe(v.string(), v.transform(cleanText))),
  undefined,
);

/** What X says of something that it does not do, in as much as it says so. */
const Problem = v.object({
  title: Words,
  detail: Words,
  /** Of errors of the older kind. */
  message: Words,
  type: Words,
  code: v.fallback(v.optional(v.number()), undefined),
  connection_issue: Words,
  disconnect_type: Words,
  /** Of a rule: its text. */
  value: v.fallback(v.optional(v.string()), undefined),
  /** Of a rule that is there already: the other's id. */
  id: v.fallback(v.optional(v.string()), undefined),
  details: v.fallback(v.optional(v.array(v.string())), undefined),
});

/** What X says of something that it does not do. */
export type XProblem = v.InferOutput<typeof Problem>;

/** What an answer says of problems: its `errors`, else itself if it is one. */
export function problemsOf(answer: unknown): XProblem[] {
  const { errors } = (answer ?? {}) as { errors?: unknown };
  const all = Array.isArray(errors) && errors.length > 0 ? errors : [answer];
  return all.flatMap((one) => {
    const { success, output } = v.safeParse(Problem, one);
    if (!success) return [];
    return wordsOf(output) === "" && output.connection_issue === undefined &&
        output.value === undefined
      ? []
      : [output];
  });
}

/** A problem in X's own words, on one line. */
export function wordsOf(problem: XProblem): string {
  const { title, detail, message, details = [] } = problem;
  const parts = [title, detail, message, ...details.map(cleanText)];
  const words = [...new Set(parts.filter(Boolean))].join(": ");
  return words.replace(/\s+/g, " ").slice(0, MAX_WORDS);
}

/** Whether another client holds the one connection. */
export function isTooManyConnections(problem: XProblem | undefined): boolean {
  return problem?.connection_issue === "TooManyConnections" ||
    (problem?.title === "ConnectionException" &&
      /connection limit/i.test(problem.detail ?? ""));
}
