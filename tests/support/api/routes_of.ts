/** The addresses that the files of a folder answer. */
export async function* routesOf(
  folder: URL,
  prefix: string,
): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      yield* routesOf(new URL(`${name}/`, folder), `${prefix}/${name}`);
    }
    const route = /^(.+)\.tsx?$/.exec(name)?.[1];
    if (!route || /^_|_test$|^\[\.\.\./.test(route)) continue;
    if (route === "index") yield prefix;
    else yield `${prefix}/${route.replace(/\[(\w+)\]/, "{$1}")}`;
  }
}
