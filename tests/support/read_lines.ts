/** The lines of a text file, plain or gzip; each may be any bytes, here read as UTF-8. */
export async function readLines(path: string | URL): Promise<string[]> {
  const file = await Deno.open(path);
  const bytes = String(path).endsWith(".gz")
    ? file.readable.pipeThrough(new DecompressionStream("gzip"))
    : file.readable;
  const text = await new Response(bytes).text();
  return text.split("\n").filter((line) => line !== "");
}
