/** A server that a test started, as a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** Starts it again after it was killed; its data and address are the same. */
  start(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Stops its clock, and lets it go on. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
}

/** Runs a command as a server that is gone with its scope, whatever happens. */
export async function serverProcess(
  command: string,
  args: readonly string[],
  isReady: () => Promise<unknown>,
): Promise<ServerProcess> {
  let child: Deno.ChildProcess | undefined;

  const server: ServerProcess = {
    async start() {
      child = new Deno.Command(command, {
        args: [...args],
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn();
      await isReady();
    },
    async kill() {
      const ending = child;
      child = undefined;
      if (!ending) return;
      try {
        ending.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // it has ended already
      }
      await ending.status;
    },
    signal: (name) => child?.kill(name),
    [Symbol.asyncDispose]: () => server.kill(),
  };
  try {
    await server.start();
  } catch (error) {
    await server.kill();
    throw error;
  }
  return server;
}
