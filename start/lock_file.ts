/**
 * Holds a file that only one process at a time can hold, until it is disposed
 * of or the process dies. The file is empty and goes with the hold.
 */
export async function lockFile(path: string): Promise<Disposable> {
  const file = await Deno.open(path, { create: true, write: true });
  if (!await file.tryLock(true)) {
    file.close();
    throw new Error("another process stores into it");
  }
  return {
    [Symbol.dispose]() {
      Deno.removeSync(path);
      file.close();
    },
  };
}
