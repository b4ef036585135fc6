import { type MysqlServer, startMysqlServer } from "./mysql_server.ts";

/** Starts one server for all tests of a file, and ends it after the last. */
export function useMysqlServer(
  options: readonly string[] = [],
): () => MysqlServer {
  let server: MysqlServer | undefined;
  Deno.test.beforeAll(async () => {
    server = await startMysqlServer(options);
  });
  Deno.test.afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });
  return () => server!;
}
