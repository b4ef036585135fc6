import type { Reading } from "./formats/reading.ts";
import { placeOf } from "./file.ts";
import type { FileRecord } from "./read/contents.ts";

/** Records of a file with the same fate. */
export interface Fate {
  readonly why: string;
  count: number;
  /** The place and the beginning of the first. */
  readonly example: { readonly place: string; readonly text: string };
}

/** What a file holds. */
export interface Tally {
  readonly formats: ReadonlySet<string>;
  readonly posts: number;
  readonly edits: number;
  readonly deletions: number;
  /** Milliseconds since the epoch; null without a post. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Posts by language, the most frequent first. */
  readonly langs: readonly (readonly [lang: string, count: number])[];
  readonly refused: readonly Fate[];
  readonly passed: readonly Fate[];
  /** Posts whose id an earlier one had, as far as ids are remembered. */
  readonly repeated: number;
}

/** Fates that are counted apart, and ids that are remembered. */
const [MAX_FATES, MAX_IDS] = [100, 1_000_000];

const decoder = new TextDecoder();

/** Counts what a file holds while it is read. */
export function createTally() {
  const formats = new Set<string>();
  const langs = new Map<string, number>();
  const [refused, passed] = [new Map<string, Fate>(), new Map<string, Fate>()];
  const ids = new Set<string>();
  const counts = { posts: 0, edits: 0, deletions: 0, repeated: 0 };
  let [firstMs, lastMs] = [Infinity, -Infinity];

  function note(
    fates: Map<string, Fate>,
    why: string,
    place: string,
    head: Uint8Array,
  ) {
    const known = fates.get(why);
    if (known) known.count++;
    else if (fates.size < MAX_FATES) {
      const text = decoder.decode(head);
      fates.set(why, { why, count: 1, example: { place, text } });
    }
  }

  function addPost(
    { network, post }: Extract<Reading, { kind: "post" | "edit" }>,
  ) {
    counts.posts++;
    firstMs = Math.min(firstMs, post.createdMs);
    lastMs = Math.max(lastMs, post.createdMs);
    langs.set(post.lang, (langs.get(post.lang) ?? 0) + 1);
    const id = `${network} ${post.id}`;
    if (ids.has(id)) counts.repeated++;
    else if (ids.size < MAX_IDS) ids.add(id);
  }

  return {
    /** Posts so far. */
    get posts(): number {
      return counts.posts;
    },
    addFormat: (format: string) => void formats.add(format),
    add(reading: Reading, { where, head }: FileRecord): void {
      switch (reading.kind) {
        case "post":
          return addPost(reading);
        case "edit":
          counts.edits++;
          break;
        case "rejected":
          return note(refused, reading.detail, placeOf(reading, where), head);
        case "passed":
          return note(passed, reading.why, where, head);
        default:
          counts.deletions++;
      }
    },
    read(): Tally {
      const sorted = (fates: Map<string, Fate>) =>
        [...fates.values()].sort((a, b) => b.count - a.count);
      return {
        ...counts,
        formats,
        firstMs: counts.posts > 0 ? firstMs : null,
        lastMs: counts.posts > 0 ? lastMs : null,
        langs: [...langs].sort((a, b) => b[1] - a[1]),
        refused: sorted(refused),
        passed: sorted(passed),
      };
    },
  };
}
