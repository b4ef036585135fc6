/** What stands in the form of a topic: as it was typed, null where nothing was. */
export interface TopicDraft {
  readonly slug: string | null;
  readonly query: string | null;
  readonly color: string | null;
}

/** What was done with a topic. */
export const DEEDS = [
  "added",
  "changed",
  "paused",
  "resumed",
  "removed",
] as const;

/** One of {@linkcode DEEDS}. */
export type Deed = typeof DEEDS[number];

/** What the address of `/topics` asks for. */
export interface ManageView {
  /** Slug of the topic that is being changed; null: none. */
  readonly edit: string | null;
  /** Slug of the topic that is to go; null: none. */
  readonly remove: string | null;
  readonly draft: TopicDraft;
  /** What was done last. */
  readonly done: { readonly deed: Deed; readonly slug: string } | null;
}

/** Reads what the address of `/topics` asks for; empty counts as missing. */
export function readManageView(params: URLSearchParams): ManageView {
  const deed = DEEDS.find((deed) => params.get(deed));
  return {
    edit: params.get("edit") || null,
    remove: params.get("remove") || null,
    draft: readDraft(params),
    done: deed ? { deed, slug: params.get(deed)! } : null,
  };
}

/** What a form or an address holds for the form of a topic. */
export function readDraft(params: URLSearchParams): TopicDraft {
  return {
    slug: params.get("slug"),
    query: params.get("query"),
    color: params.get("color"),
  };
}
