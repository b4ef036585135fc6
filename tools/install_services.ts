/** Programs that tests run, and the Debian packages that hold them. */
const PACKAGES = {
  "/usr/bin/chromium": "chromium",
  "/usr/bin/openssl": "openssl",
  "/usr/sbin/mariadbd": "mariadb-server",
  "/usr/sbin/nats-server": "nats-server",
} as const;

/**
 * Makes sure that what the tests run is there: installs what is missing from
 * Debian's packages as root, else says what to install and fails.
 */
async function installServices(): Promise<void> {
  const missing: string[] = [];
  for (const [program, name] of Object.entries(PACKAGES)) {
    if (!await exists(program)) missing.push(name);
  }
  if (missing.length === 0) return;
  if (Deno.uid() !== 0 || !await exists("/usr/bin/apt-get")) {
    throw new Error(
      `The tests need ${missing.join(" and ")}: run ` +
        `"sudo apt-get install -y ${
          missing.join(" ")
        }" or install them your way`,
    );
  }
  report(`Installing ${missing.join(", ")} from Debian's packages`);
  await aptGet(["update"]);
  await aptGet(["install", "-y", "--no-install-recommends", ...missing]);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function aptGet(args: string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command("apt-get", {
    args: ["-q", ...args],
    env: { DEBIAN_FRONTEND: "noninteractive" },
    stdin: "null",
  }).output();
  if (success) return;
  const output = new TextDecoder().decode(stdout) +
    new TextDecoder().decode(stderr);
  throw new Error(`Cannot run apt-get ${args.join(" ")}: ${output}`);
}

function report(line: string): void {
  // deno-lint-ignore no-console
  console.log(line);
}

if (import.meta.main) {
  try {
    await installServices();
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    Deno.exit(1);
  }
}
