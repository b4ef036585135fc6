import { isTooManyConnections, wordsOf, type XProblem } from "./x_problem.ts";

/** What an operator can do about a status. */
const ADVICE: Readonly<Record<number, string>> = {
  401:
    "X does not know the token: X_BEARER_TOKEN must be the app-only bearer token of your app; make a new one in X's developer console if this one was revoked",
  402:
    "the account at X has no credits left: buy some in X's developer console",
  403:
    "X does not allow this app to read the filtered stream: look at the app's project and plan in X's developer console",
  404: "there is no filtered stream at this address",
  409: "X has no rule to search for",
  429: "X takes no more requests for now",
};

const TOO_MANY =
  "another client holds the one connection that X allows: stop the other, or end all of them with DELETE /2/connections/all; this one goes on trying";

/**
 * Says in words why X does not do something, and what to do.
 *
 * @param status Of the answer; null if X said it within a stream.
 */
export function explainProblem(
  status: number | null,
  problem: XProblem | undefined,
): string {
  const words = problem ? wordsOf(problem) : "";
  const said = [status ?? "", words].filter((it) => it !== "").join(" ");
  const quoted = said === "" ? "" : ` (X says: ${said})`;
  if (isTooManyConnections(problem)) return TOO_MANY + quoted;
  if (problem?.disconnect_type !== undefined) {
    return `X has ended the connection${quoted}`;
  }
  const advice = status === null ? undefined : ADVICE[status];
  return (advice ?? "X refuses or cannot answer") + quoted;
}
