import type { Config } from "./config.ts";
import type { Problem } from "./domain/pipeline/pipeline.ts";
import { maskDatabaseUrl } from "./domain/settings/database_url.ts";
import main, { provideState } from "./main.ts";
import { chooseSources } from "./start/choose_sources.ts";
import { type Pipeline, startPipeline } from "./start/pipeline.ts";
import { aborted, checkFiles, type Role, runRole } from "./start/role.ts";
import {
  formatAddress,
  serveWeb,
  shutDown,
  webOptions,
} from "./start/server.ts";
import type { State } from "./state.ts";

/** Runs every role in this process until `signal` aborts. */
const start: Role = async (given, log, signal) => {
  const state = Promise.withResolvers<State>();
  let awaited: Problem | null = {
    part: "database",
    reason: "not open yet: the process is starting",
  };
  provideState(state.promise, () => awaited ? [awaited] : []);

  await checkFiles(given);
  const server = await serveWeb(given, main.fetch, webOptions(given, log));
  const { config, banner } = await chooseSources(given, { log, signal });
  const onWait = (problem: Problem) => awaited = problem;
  const parts = { banner, log, signal, onWait };
  await using pipeline = await startPipeline(config, parts);
  awaited = null;
  state.resolve(pipeline.state);
  announce(config, server.addr.port, pipeline);
  if (isPrivate(config)) offerLink(config, server.addr.port, pipeline.state);

  await Promise.race([pipeline.failure, aborted(signal)]);
  pipeline.drain();
  await shutDown(server);
};

function announce(
  { host, databaseUrl }: Config,
  port: number,
  { state, brokerName }: Pipeline,
): void {
  // deno-lint-ignore no-console
  console.log(
    `Freshet ${formatAddress(host, port)} · source ${state.source} · ` +
      `broker ${brokerName} · database ${maskDatabaseUrl(databaseUrl)}`,
  );
}

/** Whether only this machine can reach the pages, and nobody set a token. */
function isPrivate({ host, adminToken, trustProxy }: Config): boolean {
  return adminToken === null && !trustProxy &&
    /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/.test(host);
}

/** Shows the link that lets its opener change topics, each time with a new secret. */
function offerLink({ host }: Config, port: number, { admin }: State): void {
  const address = formatAddress(host, port);
  admin.offerLink((secret) => {
    // deno-lint-ignore no-console
    console.log(`Change topics: ${address}topics?token=${secret} (works once)`);
  });
}

if (import.meta.main) await runRole(start);
