import * as v from "valibot";
import { headOf } from "../live/head_of.ts";
import type { SourceEvent } from "../source.ts";
import { compareIds, STATUS_ID } from "./compare_ids.ts";
import { type Frame, MAX_EVENT } from "./frame.ts";
import { Status } from "./status.ts";
import { toPost } from "./to_post.ts";

/** Statuses that are known by heart, so that what comes twice is told once. */
const MOST_RECENT = 5_000;

const encoder = new TextEncoder();
const StatusText = v.pipe(v.string(), v.parseJson(), Status);
/** Seen by more than those whom the author names. */
const OPEN: ReadonlySet<string | null> = new Set(["public", "unlisted", null]);

/** Makes events of what a server sends, and knows how far it came. */
export interface StatusReader {
  /** The newest status that was there; null before the first. */
  readonly newest: string | null;
  /** Whether or not it was told of: everything up to this status is done. */
  reach(id: string): void;
  /** Null for what is no news of a post. */
  read(frame: Frame): SourceEvent | null;
  /** A status of a list, as JSON. */
  readStatus(status: unknown): SourceEvent | null;
}

/** @param newest The status after which the reader begins. */
export function createStatusReader(
  host: string,
  newest: string | null,
): StatusReader {
  /** When each was changed for the last time, by id; the oldest first. */
  const recent = new Map<string, string | null>();
  if (newest !== null) recent.set(newest, null);
  let position = newest;

  function reach(id: string): void {
    if (position === null || compareIds(id, position) > 0) position = id;
  }

  function remember({ id, edited_at }: Status): void {
    recent.delete(id);
    recent.set(id, edited_at);
    const [oldest] = recent.keys();
    if (recent.size > MOST_RECENT) recent.delete(oldest!);
  }

  function update(status: Status): SourceEvent | null {
    reach(status.id);
    if (!isPost(status)) return null;
    const known = recent.get(status.id);
    if (known !== undefined) {
      return known === status.edited_at ? null : edit(status);
    }
    remember(status);
    const post = toPost(status, host, Date.now());
    return post.text.trim() === "" ? null : { kind: "post", post, position };
  }

  function edit(status: Status): SourceEvent | null {
    if (!isPost(status)) return null;
    remember(status);
    return { kind: "edit", post: toPost(status, host, Date.now()), position };
  }

  function remove(id: string): SourceEvent | null {
    if (!STATUS_ID.test(id)) return malformed("an id that is none", id);
    return { kind: "delete", id: `${host}/${id}`, position };
  }

  return {
    get newest() {
      return position;
    },
    reach,
    read(frame) {
      if (frame.kind === "rejected") return { ...frame, position: null };
      const { event, data } = frame;
      if (event === "delete") return remove(data.trim());
      if (event !== "update" && event !== "status.update") return null;
      return parse(StatusText, data, data, event === "update" ? update : edit);
    },
    readStatus(status) {
      const text = JSON.stringify(status);
      if (encoder.encode(text).length <= MAX_EVENT) {
        return parse(Status, status, text, update);
      }
      const detail = `the status is larger than ${MAX_EVENT} bytes`;
      return { ...malformed(detail, text), reason: "oversize" };
    },
  };
}

/** Not somebody else's post once more, and not a letter. */
function isPost({ reblog, visibility }: Status): boolean {
  return (reblog === undefined || reblog === null) && OPEN.has(visibility);
}

function parse(
  schema: v.GenericSchema<unknown, Status>,
  value: unknown,
  text: string,
  toEvent: (status: Status) => SourceEvent | null,
): SourceEvent | null {
  const { success, output, issues } = v.safeParse(schema, value);
  if (success) return toEvent(output);
  const [issue] = issues;
  const path = v.getDotPath(issue);
  return malformed(`${path ? `\`${path}\`: ` : ""}${issue.message}`, text);
}

/** Without a position: more than one may come at the same. */
function malformed(
  detail: string,
  text: string,
): Extract<SourceEvent, { kind: "rejected" }> {
  const head = headOf(text);
  return {
    kind: "rejected",
    reason: "malformed",
    detail,
    head,
    position: null,
  };
}
