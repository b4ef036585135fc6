import type { SourceEvent } from "../source.ts";
import { ConnectionError } from "./connection_error.ts";
import type { Connection } from "./connector.ts";
import { fillGap, type FillOptions } from "./fill_gap.ts";
import { RefusalError } from "./refusal_error.ts";
import type { StatusReader } from "./statuses.ts";

/** Tries to fill a gap, in a row, after which it stays one. */
const MOST_FAILURES = 8;
const MOST_REFUSALS = 3;

/** What is to be said of a connection on which the stream can be read. */
export interface Filled {
  readonly detail: string;
  readonly recovered: boolean;
}

/** Fills the gap before a stream; what it throws is a reason to connect anew. */
export type Filling = (
  connection: Connection,
) => AsyncGenerator<SourceEvent, Filled>;

/**
 * Fills gaps as often as there are any. Where the server has refused or failed
 * too often it gives up: then the stream matters more than what was missed.
 */
export function createFilling(
  reader: StatusReader,
  options: FillOptions,
): Filling {
  let failures = 0;
  let refusals = 0;

  /** Whether to go on without it. */
  function isEnough(error: ConnectionError): boolean {
    if (error instanceof RefusalError) return ++refusals >= MOST_REFUSALS;
    if (typeof error.retry !== "number") failures++;
    return failures >= MOST_FAILURES;
  }

  return async function* ({ timeline, detail }) {
    const isFirst = reader.newest === null;
    try {
      const recovered = yield* fillGap(timeline, reader, options);
      failures = refusals = 0;
      if (recovered || isFirst) return { detail, recovered };
      const pages = `more than ${options.maxPages} pages`;
      return { detail: `${detail}; missed ${pages} before`, recovered };
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      if (isFirst) return { detail, recovered: false };
      const { message, retry } = error;
      if (!isEnough(error)) {
        throw new ConnectionError(message, {
          cause: error,
          // A server that streams may be about to open its archive again.
          retry: error instanceof RefusalError ? "soon" : retry,
        });
      }
      failures = 0;
      const lost = `could not read what it missed before: ${message}`;
      return { detail: `${detail}; ${lost}`, recovered: false };
    }
  };
}
