import * as v from "valibot";
import { cleanText } from "../../../../domain/post/clean_text.ts";
import type { Asking } from "./ask.ts";
import { ConnectionError } from "./connection_error.ts";
import { readBody } from "./read_body.ts";
import { RefusalError } from "./refusal_error.ts";

const MAX_BODY = 16_384;
const MAX_WORDS = 200;

/** The longest that a server may ask to wait. */
const MOST_WAIT_MS = 15 * 60_000;
const USUAL_WAIT_MS = 60_000;

const Said = v.pipe(v.string(), v.parseJson(), v.object({ error: v.string() }));

/** What an answer means that is not the one hoped for; reads its body. */
export async function refusalOf(
  response: Response,
  host: string,
  { token, signal }: Pick<Asking, "token" | "signal">,
): Promise<ConnectionError> {
  const { status, headers } = response;
  const body = await readBody(response, MAX_BODY, signal)
    .catch(() => null); // the status says enough;
  if (status === 429) {
    const retry = waitOf(headers, Date.now());
    return new ConnectionError(`${host} asks for patience (429)`, { retry });
  }
  if (status >= 500) {
    return new ConnectionError(`${host} answers ${status}`);
  }
  if (status >= 300 && status < 400) {
    const to = headers.get("location") ?? "";
    const name = URL.canParse(to) ? new URL(to).host : "another address";
    const words =
      `${host} sends us on to ${name}: name that host in SOURCE_URL`;
    return new RefusalError(status, words);
  }
  const said = saidOf(body, token);
  return new RefusalError(
    status,
    isAboutToken(status)
      ? describeToken(host, `${status}${said && `: ${said}`}`, token)
      : `${host} answers ${status}${said && `: ${said}`}`,
  );
}

function isAboutToken(status: number): boolean {
  return status === 401 || status === 403 || status === 422;
}

function describeToken(host: string, said: string, token: string): string {
  const verdict = token === ""
    ? `${host} wants a token (${said})`
    : `${host} refuses the token (${said})`;
  return `${verdict}: make an application at https://${host}/settings/applications ` +
    "with the scope read:statuses, and put its access token into MASTODON_TOKEN";
}

/** The server's own words, on one line, and never the token in them. */
function saidOf(body: string | null, token: string): string {
  const { success, output } = v.safeParse(Said, body);
  if (!success) return "";
  const line = cleanText(output.error).replace(/\s+/g, " ").trim();
  const masked = token === "" ? line : line.replaceAll(token, "***");
  return masked.slice(0, MAX_WORDS);
}

/** How long to wait before asking again, in milliseconds. */
function waitOf(headers: Headers, nowMs: number): number {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  const resetMs = Date.parse(headers.get("x-ratelimit-reset") ?? "") - nowMs;
  const asked = [resetMs, seconds * 1_000].find((ms) => !Number.isNaN(ms));
  return Math.min(Math.max(asked ?? USUAL_WAIT_MS, 0), MOST_WAIT_MS);
}
