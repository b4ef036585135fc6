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
  const path = (file: string) => `${folder}/${file}`;
  const keyArguments = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
  await openssl(
    `req -x509 ${keyArguments} -days 2 -subj /CN=Test`,
    ["-keyout", path("ca.key"), "-out", path("ca.pem")],
  );
  await openssl(
    `req -x509 ${keyArguments} -days 2 -subj /CN=${name} -addext subjectAltName=DNS:${name} -addext basicConstraints=critical,CA:FALSE`,
    ["-CA", path("ca.pem"), "-CAkey", path("ca.key")],
    ["-keyout", path("server.key"), "-out", path("server.pem")],
  );
  return {
    authority: path("ca.pem"),
    certificate: path("server.pem"),
    key: path("server.key"),
  };
}

async function openssl(words: string, ...rest: string[][]): Promise<void> {
  const { success, stderr } = await new Deno.Command("/usr/bin/openssl", {
    args: [...words.split(" "), ...rest.flat()],
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
