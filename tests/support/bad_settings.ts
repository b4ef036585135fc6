/** What an unknown `SOURCE_URL` must be. */
export const SOURCE_RULE =
  "must be x:, bluesky:, mastodon://HOST, file:PATH or demo:?rate=20";
const TOKEN_RULE = "must consist of ASCII characters without spaces";
const PORT_RULE = "must be a whole number from 0 to 65535";
const X_RULE = "must be a whole number from 0 to 100000000";
const POLL_RULE = "must be a whole number from 50 to 60000";
const DAYS_RULE = "must be a whole number from 0 to 36500";
const AGE_RULE = "must be a whole number with a unit (s, m, h, d)";
const BYTES_RULE =
  "must be a whole number with a unit (B, KiB, MiB, GiB), at least 10MiB";
const REPLICAS_RULE = "must be a whole number from 1 to 5";
const HOSTS_RULE = "must list its hosts as host:port,host2:port2 after the @";

/** Wrong values of each variable with the rule that they break; what the program shows instead, if it hides a part. */
export const WRONG: readonly [
  name: string,
  values: readonly (readonly [value: string, rule: string, shown?: string])[],
][] = [
  ["SOURCE_URL", [
    ["http://example.com/feed", SOURCE_RULE],
    ["file:", "must name a file after file:"],
    [
      "file:notes.txt?rate=0",
      'must have a rate from 0.001 to 100000, not "0"',
    ],
    ["file:notes.txt?rate=5&speed=2", "must have rate or speed, not both"],
    ["file:notes.txt?loop=yes", 'must have loop=1 or none, not "yes"'],
    [
      "file:notes.txt?sped=2",
      'must have no option "sped": file knows rate, speed, restamp, loop, follow, topic',
    ],
    ["demo:trump", "must have no path after demo:"],
    ["demo:?seed=1.5", "must have a whole number as its seed"],
    ["demo:?rate=5&rate=6", "must have each option once"],
    ["demo: demo:", "must name each source once"],
    ["mastodon://", "must name a host, such as mastodon://mastodon.social"],
    ["bluesky://host:99999", "must name a host, such as bluesky://host:443"],
  ]],
  ["X_BEARER_TOKEN", [
    ["hunter2 and more", TOKEN_RULE, "***"],
    ["hunter2\nX: y", TOKEN_RULE, "***"],
    ["hunter2ключ", TOKEN_RULE, "***"],
  ]],
  ["MASTODON_TOKEN", [
    ["hunter2\tand more", TOKEN_RULE, "***"],
    ["hunter2é", TOKEN_RULE, "***"],
  ]],
  ["X_POSTS_PER_DAY", [
    ["many", X_RULE],
    ["-5", X_RULE],
    ["1e9", X_RULE],
    ["2000000000", X_RULE],
  ]],
  ["NATS_URL", [
    ["localhost:4222", "must be nats://host:4222 or tls://host:4222"],
    ["http://localhost:4222", "must be nats://host:4222 or tls://host:4222"],
    ["nats://", HOSTS_RULE],
    [
      "nats://hunter2@localhost",
      "must have a user and a password before the @",
      "nats://***@localhost",
    ],
    ["nats://me:hunter2@a,b c", HOSTS_RULE, "nats://me:***@a,b c"],
    [
      "nats://me:hunter2@localhost:0",
      "must have a port from 1 to 65535, not 0",
      "nats://me:***@localhost:0",
    ],
  ]],
  ["TRUST_PROXY", [
    ["yes", "must be one of 0, 1"],
    ["2", "must be one of 0, 1"],
    ["true", "must be one of 0, 1"],
  ]],
  ["PORT", [
    ["-1", PORT_RULE],
    ["65536", PORT_RULE],
    ["80.5", PORT_RULE],
    ["8000 x", PORT_RULE],
    ["0x50", PORT_RULE],
  ]],
  ["HEALTH_PORT", [["none", PORT_RULE], ["70000", PORT_RULE]]],
  ["POLL_MS", [
    ["1s", POLL_RULE],
    ["0", POLL_RULE],
    ["60001", POLL_RULE],
    ["-1000", POLL_RULE],
  ]],
  ["RETENTION_DAYS", [
    ["30d", DAYS_RULE],
    ["36501", DAYS_RULE],
    ["1.5", DAYS_RULE],
  ]],
  ["STREAM_MAX_AGE", [
    ["7", AGE_RULE],
    ["7w", AGE_RULE],
    ["-7d", AGE_RULE],
    ["0s", AGE_RULE],
    ["9999999999999999d", AGE_RULE],
  ]],
  ["STREAM_MAX_BYTES", [
    ["512", BYTES_RULE],
    ["1MiB", BYTES_RULE],
    ["2GB", BYTES_RULE],
    ["lots", BYTES_RULE],
  ]],
  ["STREAM_REPLICAS", [
    ["0", REPLICAS_RULE],
    ["6", REPLICAS_RULE],
    ["three", REPLICAS_RULE],
  ]],
  ["LOG_LEVEL", [
    ["INFO", "must be one of debug, info, warn, error"],
    ["trace", "must be one of debug, info, warn, error"],
  ]],
  ["LOG_FORMAT", [
    ["JSON", "must be one of text, json"],
    ["pretty", "must be one of text, json"],
  ]],
];
