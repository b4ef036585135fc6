const KINDS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/dns error|lookup address|not known|nodename/i, "unknown host"],
  [/connection refused|ECONNREFUSED/i, "nobody answers there"],
  [
    /certificate|UnknownIssuer|NotValidForName/i,
    "its certificate does not fit",
  ],
  [/unreachable/i, "the network does not reach it"],
  [/timed out/i, "it does not answer"],
];

/** Why a host could not be asked, in words; the error's own words behind them. */
export function describeNetworkError(host: string, error: Error): string {
  const cause = error.cause instanceof Error ? error.cause.message : "";
  const said = cause || error.message;
  const kind = KINDS.find(([pattern]) => pattern.test(said));
  // The words repeat the address; what stands behind it is the reason.
  const reason = said.replace(/^.*?\bfor url \([^)]*\):? ?/, "");
  const words = kind ? `${kind[1]} (${reason})` : reason;
  return `cannot reach ${host}: ${words.slice(0, 300)}`;
}
