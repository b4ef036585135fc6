import type { FormError } from "../../domain/topic/form_error.ts";
import type { ManageView } from "../../domain/topic/manage_view.ts";
import type { QueryTrial } from "../../domain/topic/try_query.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";

/** What somebody may do with topics; `read-only` is so for everybody. */
export type Access = "read-only" | "signed-out" | "signed-in";

/** What the page of topics is made from. */
export interface ManageProps {
  access: Access;
  topics: readonly TopicSummary[];
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  view: ManageView;
  /** Where forms are sent to: it asks for the same view. */
  address: string;
  /** Why what was asked for was not done; null if it was, or nothing was asked for. */
  error: FormError | null;
  /** What the query of the form would match; null if that was not asked for. */
  trial: QueryTrial | null;
  /** Whether X is read, which bills each post. */
  readsX: boolean;
  /** What the next topic is offered. */
  nextColor: string;
}
