import {
  type Deed,
  type ManageView,
  readDraft,
} from "../../../domain/topic/manage_view.ts";
import { readNewTopic } from "../../../domain/topic/read_new_topic.ts";
import { readTopicChange } from "../../../domain/topic/read_topic_change.ts";
import type { TopicAdmin } from "../../../domain/topic/topic_admin.ts";

/** What a form may ask for. */
export type Change = "add" | "edit" | "pause" | "resume" | "remove";

/** What a form asks for, and what the address of its page does. */
export interface Asked {
  readonly change: Change;
  readonly form: URLSearchParams;
  readonly view: Pick<ManageView, "edit" | "remove">;
}

/**
 * Does what a form asks for.
 *
 * @returns What was done, with which topic.
 * @throws {FieldError} If a field is not as it must be.
 * @throws {QuerySyntaxError} If the query is not one.
 * @throws {HttpError} If it cannot be done.
 */
export async function changeTopics(
  admin: Pick<TopicAdmin, "add" | "change" | "remove">,
  { change, form, view }: Asked,
): Promise<{ deed: Deed; slug: string }> {
  const { slug, query, color } = readDraft(form);
  switch (change) {
    case "add": {
      const topic = readNewTopic({
        query: query ?? "",
        ...(slug?.trim() && { slug: slug.trim() }),
        ...(color && { color }),
      });
      await admin.add(topic);
      return { deed: "added", slug: topic.slug };
    }
    case "edit": {
      const edited = view.edit ?? "";
      const changes = { query: query ?? "", ...(color && { color }) };
      await admin.change(edited, readTopicChange(changes));
      return { deed: "changed", slug: edited };
    }
    case "pause":
    case "resume": {
      const named = slug ?? "";
      await admin.change(named, { active: change === "resume" });
      return { deed: change === "pause" ? "paused" : "resumed", slug: named };
    }
    case "remove": {
      const gone = view.remove ?? "";
      await admin.remove(gone, { purge: form.get("purge") === "1" });
      return { deed: "removed", slug: gone };
    }
  }
}
