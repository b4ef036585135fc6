import { temporaryFolder } from "./temporary_folder.ts";

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
  const inFolder = (name: string) => `${folder.path}/${name}`;
  const [ca, caKey] = [inFolder("ca.pem"), inFolder("ca.key")];
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  const common = ["req", "-x509", "-nodes", ...newKey, "-days", "2"];
  await openssl([
    ...common,
    ...["-subj", "/CN=Test authority", "-keyout", caKey, "-out", ca],
  ]);
  return {
    ca,
    async sign(host) {
      const cert = inFolder(`${host}.pem`);
      const key = inFolder(`${host}.key`);
      await openssl([
        ...common,
        ...["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`],
        ...["-addext", "basicConstraints=critical,CA:FALSE"],
        ...["-CA", ca, "-CAkey", caKey, "-keyout", key, "-out", cert],
      ]);
      return { cert, key };
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
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
