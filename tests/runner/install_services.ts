/** Programs that tests run, and the Debian packages that hold them. */
const PROGRAMS = {
  "/usr/lib/chromium/chromium-headless-shell": "chromium-headless-shell",
  "/usr/bin/openssl": "openssl",
  "/usr/sbin/mariadbd": "mariadb-server",
  "/usr/sbin/nats-server": "nats-server",
};

/** Fonts for pictures of pages: of the scripts and signs that posts are written in. */
const FONTS = {
  "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf": "fonts-noto-color-emoji",
  "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf": "fonts-noto-core",
};

/**
 * Makes sure that files are there, given with the Debian packages that hold
 * them: installs what is missing as root, else says what to install and fails.
 */
export async function installServices(
  files: Readonly<Record<string, string>> = PROGRAMS,
): Promise<void> {
  const missing: string[] = [];
  for (const [file, name] of Object.entries(files)) {
    if (!await exists(file)) missing.push(name);
  }
  if (missing.length === 0) return;
  if (Deno.uid() !== 0 || !await exists("/usr/bin/apt-get")) {
    throw new Error(
      `What is run here needs ${missing.join(" and ")}: run ` +
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
    const withFonts = Deno.args.includes("--fonts");
    await installServices({ ...PROGRAMS, ...withFonts && FONTS });
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    Deno.exit(1);
  }
}
