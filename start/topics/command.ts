import type { NewTopic } from "../../domain/topic/topic_admin.ts";

/** What somebody wants done with topics. */
export type Command =
  | { readonly name: "list" }
  | { readonly name: "add"; readonly topic: NewTopic }
  | { readonly name: "edit"; readonly slug: string; readonly query: string }
  | { readonly name: "pause" | "resume"; readonly slug: string }
  | Removal
  | { readonly name: "test"; readonly query: string };

/** A topic that is to go. */
export interface Removal {
  readonly name: "remove";
  readonly slug: string;
  /** Whether its posts go too. */
  readonly purge: boolean;
  /** Whether it is confirmed already. */
  readonly yes: boolean;
}
