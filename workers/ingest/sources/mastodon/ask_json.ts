import { ask, type Asking } from "./ask.ts";
import { ConnectionError } from "./connection_error.ts";
import { refusalOf } from "./http.ts";
import { readBody } from "./read_body.ts";
import { withDeadline } from "./with_deadline.ts";

/** The largest answer that is read: 40 statuses of 64 KiB, and some more. */
const MAX_BYTES = 4 * 2 ** 20;

/**
 * Asks a server for JSON.
 *
 * @throws {ConnectionError} If there is none; {@linkcode RefusalError} if there never will be.
 */
export async function askJson(url: string, asking: Asking): Promise<unknown> {
  const { token, waits } = asking;
  const { host } = new URL(url);
  const what = `${host} does not answer in full`;
  return await withDeadline(
    waits.answerMs,
    what,
    asking.signal,
    async (signal) => {
      const response = await ask(url, "application/json", {
        ...asking,
        signal,
      });
      if (!response.ok) {
        throw await refusalOf(response, host, { token, signal });
      }
      return parse(await readAll(response, host, signal), host);
    },
  );
}

async function readAll(
  response: Response,
  host: string,
  signal: AbortSignal,
): Promise<string> {
  let body: string | null;
  try {
    body = await readBody(response, MAX_BYTES, signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ConnectionError(`${host} broke off its answer`, { cause: error });
  }
  if (body === null) throw new ConnectionError(`${host} answers far too much`);
  return body;
}

function parse(body: string, host: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ConnectionError(`${host} answers something that is not JSON`, {
      cause,
    });
  }
}
