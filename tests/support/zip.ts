import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** Bytes of a zip archive with these files. */
export function zip(
  files: Readonly<Record<string, string | Uint8Array>>,
): Uint8Array<ArrayBuffer> {
  const members = Object.entries(files).map(([name, contents]) => {
    const bytes = toBytes(contents);
    return { name: toBytes(name), bytes, packed: deflateRawSync(bytes) };
  });
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, packed } of members) {
    // From the version that unpacks it to the length of its name and of nothing else.
    const about = numbers(
      ...[[20, 2], [0x800, 2], [8, 2], [0, 4], [crc32(bytes), 4]] as const,
      ...[[packed.length, 4], [bytes.length, 4]] as const,
      ...[[name.length, 2], [0, 2]] as const,
    );
    const local = [numbers([0x04034b50, 4]), about, name, packed];
    directory.push(
      numbers([0x02014b50, 4], [20, 2]),
      about,
      numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      name,
    );
    parts.push(...local);
    offset += sizeOf(local);
  }
  const { length } = members;
  const end = numbers(
    ...[[0x06054b50, 4], [0, 2], [0, 2], [length, 2], [length, 2]] as const,
    ...[[sizeOf(directory), 4], [offset, 4], [0, 2]] as const,
  );
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

function toBytes(contents: string | Uint8Array): Uint8Array {
  return typeof contents === "string"
    ? new TextEncoder().encode(contents)
    : contents;
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Little-endian numbers, each with how many bytes it has. */
function numbers(
  ...fields: readonly (readonly [value: number, bytes: number])[]
): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([value, bytes]) =>
      Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff)
    ),
  );
}
