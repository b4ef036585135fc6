import type { EditEntry } from "../domain/pipeline/log_entry.ts";

/** What a post reads like after an edit, and how that is scored. */
export interface StoredEdit {
  /** The place from which on it is visible, if its post was before. */
  readonly seq: number;
  readonly post: EditEntry["post"];
  readonly score: EditEntry["score"];
}
