import type { ClientRequest } from "node:http";
import type { Readable } from "node:stream";
import { ETwitterStreamEvent, type TweetStream } from "twitter-api-v2";
import type { XCaller } from "./x_caller.ts";

/** The bytes of X's stream. It is paused until somebody listens. */
export interface XStream {
  /** Calls back with what comes, and once with why no more will. */
  listen(
    onBytes: (bytes: Uint8Array) => void,
    onEnd: (why: string) => void,
  ): void;
  /** Ends the connection; nothing is called back any more. */
  close(): void;
}

/** What X is asked to tell of each post. */
const FIELDS = {
  "tweet.fields": [
    "author_id",
    "created_at",
    "entities",
    "lang",
    "note_tweet",
    "referenced_tweets",
  ],
  "user.fields": ["username"],
  expansions: [
    "author_id",
    "referenced_tweets.id",
    "referenced_tweets.id.author_id",
  ],
} as const;

/**
 * Connects to the stream. Of the library's stream only the connection is used:
 * its parser rounds ids and holds a line without an end in memory.
 */
export async function openXStream(
  caller: XCaller,
  signal: AbortSignal,
): Promise<XStream> {
  return await caller.call(signal, async (api, patience) => {
    const stream = await api.v2.searchStream({
      autoConnect: false,
      "tweet.fields": [...FIELDS["tweet.fields"]],
      "user.fields": [...FIELDS["user.fields"]],
      expansions: [...FIELDS.expansions],
    });
    stream["requestData"].options.signal = patience;
    // Nothing may flow before somebody of ours listens.
    stream.on(ETwitterStreamEvent.Connected, () => stream["res"]?.pause());
    await stream.connect({ autoReconnect: false, keepAliveTimeout: "disable" });
    return takeOver(stream);
  });
}

function takeOver(stream: TweetStream): XStream {
  const response = stream["res"]!;
  const request = stream["req"]!;
  for (const one of [response, request]) {
    one.removeAllListeners();
    one.on("error", () => {}); // the end tells
  }
  return {
    listen(onBytes, onEnd) {
      response.on("data", onBytes);
      let why = "X closed the connection";
      response.on("aborted", () => why = "The connection to X broke");
      response.on("close", () => onEnd(why));
      if (response.destroyed) return onEnd(why);
      response.resume();
    },
    close: () => destroy(response, request),
  };
}

function destroy(response: Readable, request: ClientRequest): void {
  for (const one of [response, request]) {
    one.removeAllListeners();
    one.on("error", () => {});
    one.destroy();
  }
}
