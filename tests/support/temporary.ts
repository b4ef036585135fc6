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

/** A folder for the data of a server: in memory, if the run has found room there, and nothing else is asked for. */
export function serverFolder(
  dir = Deno.env.get("TEST_MEMORY"),
): Promise<{ path: string } & AsyncDisposable> {
  return temporaryFolder({ dir });
}

/** Files of a certificate, and of the authority that signed it. */
export interface Certificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes an authority and a certificate for a server of that name, in `folder`. */
export async function makeCertificate(
  folder: string,
  name: string,
): Promise<Certificate> {
  const certificates = await signIn(folder);
  const { cert, key } = await certificates.sign(name);
  return { authority: certificates.ca, certificate: cert, key };
}

/** An authority of a test's own, and what it has signed; gone with its scope. */
export interface Certificates extends AsyncDisposable {
  /** Path of the authority's certificate. */
  readonly ca: string;
  /** Signs a certificate for a host, and gives the paths of it and of its key. */
  sign(host: string): Promise<{ cert: string; key: string }>;
}

/** Makes an authority that nobody else trusts. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await temporaryFolder();
  return {
    ...await signIn(folder.path),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function signIn(
  folder: string,
): Promise<Pick<Certificates, "ca" | "sign">> {
  const [ca, caKey] = [`${folder}/ca.pem`, `${folder}/ca.key`];
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  const common = ["req", "-x509", "-nodes", ...newKey, "-days", "2"];
  await openssl([
    ...common,
    ...["-subj", "/CN=Test authority", "-keyout", caKey, "-out", ca],
  ]);
  return {
    ca,
    async sign(host) {
      const [cert, key] = [`${folder}/${host}.pem`, `${folder}/${host}.key`];
      await openssl([
        ...common,
        ...["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`],
        ...["-addext", "basicConstraints=critical,CA:FALSE"],
        ...["-CA", ca, "-CAkey", caKey, "-keyout", key, "-out", cert],
      ]);
      return { cert, key };
    },
  };
}

async function openssl(args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", {
    args: [...args],
    stdin: "null",
    stdout: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
