/** Options for {@linkcode temporaryFolder}. */
export interface TemporaryFolderOptions {
  /** Where to make it. @default The system's folder for temporary files. */
  dir?: string | undefined;
}

/** A folder that is gone with its scope. */
export async function temporaryFolder(
  { dir }: TemporaryFolderOptions = {},
): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({
    prefix: "freshet-",
    ...dir === undefined ? {} : { dir },
  });
  return {
    path,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/** A port of the loopback interface that nobody listened at a moment ago. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** A folder for the data of a server: in memory, if the run has found room there. */
export function serverFolder(): Promise<{ path: string } & AsyncDisposable> {
  return temporaryFolder({ dir: Deno.env.get("TEST_MEMORY") });
}
