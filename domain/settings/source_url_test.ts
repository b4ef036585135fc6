import { deepStrictEqual, throws } from "node:assert/strict";
import {
  parseSourceUrl,
  type SourceSpec,
  SourceUrlError,
} from "./source_url.ts";

const FILE: SourceSpec = {
  kind: "file",
  path: "a",
  rate: undefined,
  speed: undefined,
  restamp: false,
  loop: false,
};
const DEMO: SourceSpec = { kind: "demo", rate: undefined, seed: undefined };

const KNOWN: Record<string, SourceSpec> = {
  "file:a": FILE,
  "file:../shared/a b.ndjson.gz": { ...FILE, path: "../shared/a b.ndjson.gz" },
  "file:/data/a": { ...FILE, path: "/data/a" },
  "file:///data/a": { ...FILE, path: "/data/a" },
  "file:a%20b%3Fc": { ...FILE, path: "a b?c" },
  "file:100%": { ...FILE, path: "100%" },
  "file:a?": FILE,
  "file:a?rate=100": { ...FILE, rate: 100 },
  "file:a?rate=0.5": { ...FILE, rate: 0.5 },
  "file:a?speed=60&restamp=now&loop=1": {
    ...FILE,
    speed: 60,
    restamp: true,
    loop: true,
  },
  "file:a?follow=1&topic=cats": { ...FILE, follow: true, topic: "cats" },
  "demo:": DEMO,
  "demo:?": DEMO,
  "demo:?rate=20&seed=7": { ...DEMO, rate: 20, seed: 7 },
  "demo:?seed=0": { ...DEMO, seed: 0 },
  "x:": { kind: "x" },
  "x://127.0.0.1:8443": { kind: "x", host: "127.0.0.1:8443" },
  "bluesky:": { kind: "bluesky" },
  "bluesky://A.example:1/": { kind: "bluesky", hosts: ["a.example:1"] },
  "bluesky://a,b:2": { kind: "bluesky", hosts: ["a", "b:2"] },
  "mastodon://mastodon.social": { kind: "mastodon", host: "mastodon.social" },
  "mastodon://a.example?timeline=local": {
    kind: "mastodon",
    host: "a.example",
    feeds: { timeline: "local" },
  },
  "mastodon://a.example/?timeline=topics": {
    kind: "mastodon",
    host: "a.example",
    feeds: { timeline: "topics" },
  },
  "mastodon://a.example?tag=Cats,%23dogs,cats,日本": {
    kind: "mastodon",
    host: "a.example",
    feeds: { tags: ["cats", "dogs", "日本"] },
  },
  "mastodon://a.example?list=7": {
    kind: "mastodon",
    host: "a.example",
    feeds: { list: "7" },
  },
  "mastodon://[::1]:80": { kind: "mastodon", host: "[::1]:80" },
};

for (const [url, spec] of Object.entries(KNOWN)) {
  Deno.test(`parseSourceUrl() reads ${url}`, () => {
    deepStrictEqual(parseSourceUrl(url), spec);
  });
}

const REFUSED: Record<string, RegExp> = {
  "": /^must be x:, bluesky:, mastodon:\/\/HOST, file:PATH or demo:/,
  "a.ndjson": /^must be x:/,
  "FILE:a": /^must be x:/,
  "ftp://a": /^must be x:/,
  "constructor:": /^must be x:/,
  "x:token": /^must name a host, such as x:\/\/host:443$/,
  "x://a,b": /^must name a host/,
  "bluesky://": /^must name a host/,
  "bluesky://a/path": /^must name a host/,
  "bluesky://a,": /^must name a host/,
  "bluesky://a:99999": /^must name a host/,
  "mastodon:": /^must name a host, such as mastodon:\/\/mastodon.social$/,
  "mastodon://a?timeline=home": /^must have timeline=local or timeline=topics/,
  "mastodon://a?tag=": /^must have 1 to 20 hashtags/,
  "mastodon://a?tag=a,b c": /^must have 1 to 20 hashtags/,
  "mastodon://a?list=a/b": /^must have the id of a list/,
  "mastodon://a?tag=a&timeline=local":
    /^must have one of timeline, tag and list/,
  "mastodon://a?local=1": /^must have no option "local"/,
  "mastodon://me:pw@a": /^must name a host/,
  "mastodon://a b": /^must name a host/,
  "x:?token=1": /^must have no option "token": x knows none$/,
  "file:": /^must name a file after file:$/,
  "file:?rate=1": /^must name a file/,
  "file:a?rat=1":
    /^must have no option "rat": file knows rate, speed, restamp, loop, follow, topic$/,
  "file:a?loop=1&follow=1": /^must have loop or follow, not both$/,
  "file:a?topic=": /^must name a topic after topic=$/,
  "file:a?seed=1": /^must have no option "seed"/,
  "file:a?rate=": /^must have a rate from 0.001 to 100000, not ""$/,
  "file:a?rate=fast": /not "fast"$/,
  "file:a?rate=0": /^must have a rate/,
  "file:a?rate=-1": /^must have a rate/,
  "file:a?rate=NaN": /^must have a rate/,
  "file:a?rate=Infinity": /^must have a rate/,
  "file:a?speed=0": /^must have a speed from 0.001 to 1000000000, not "0"$/,
  "file:a?rate=1&speed=1": /^must have rate or speed, not both$/,
  "file:a?rate=1&rate=2": /^must have each option once/,
  "file:a?restamp=1": /^must have restamp=now or none, not "1"$/,
  "file:a?loop=yes": /^must have loop=1 or none, not "yes"$/,
  "demo:posts": /^must have no path after demo:$/,
  "demo:?loop=1": /^must have no option "loop": demo knows rate, seed$/,
  "demo:?seed=-1": /^must have a seed/,
  "demo:?seed=1.5": /^must have a whole number as its seed/,
};

for (const [url, message] of Object.entries(REFUSED)) {
  Deno.test(`parseSourceUrl() refuses "${url}"`, () => {
    throws(() => parseSourceUrl(url), (error) => {
      if (!(error instanceof SourceUrlError)) throw error;
      return message.test(error.message);
    });
  });
}
