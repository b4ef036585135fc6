import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatNumber } from "../../domain/format/format_number.ts";
import type { QueryTrial } from "../../domain/topic/try_query.ts";
import { xPerDay } from "../../domain/topic/x_per_day.ts";
import type { TrialState } from "./manage.ts";

/** Props of {@linkcode TrialNote}. */
export interface TrialNoteProps {
  state: TrialState;
  /** Whether X is read, which bills each post. */
  readsX: boolean;
}

/** What a query would match, as far as that is known. */
export function TrialNote({ state, readsX }: TrialNoteProps): VNode {
  const trial = state.kind === "tried" ? state.trial : null;
  return (
    <div class="trial">
      <p role="status">{wordsOf(state)}</p>
      {trial && readsX && <p class="note">{costWords(trial)}</p>}
      {trial && (
        <ul>
          {trial.examples.slice(0, 3).map(({ source, id, text }) => (
            <li key={`${source} ${id}`} dir="auto">{text}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function wordsOf(state: TrialState): string {
  switch (state.kind) {
    case "none":
      return "Type a query to see which stored posts it would match.";
    case "trying":
      return "Trying…";
    case "wrong":
      return "";
    case "failed":
      return `Cannot try the query. ${state.message}.`;
    case "tried": {
      const { matched, of } = state.trial;
      if (of === 0) return "No post is stored yet to try it on.";
      return `Would match ${formatCount(matched)} of the newest ` +
        `${formatCount(of)} stored posts. Only posts about topics are ` +
        "stored: of others it may match more.";
    }
  }
}

function costWords({ x }: QueryTrial): string {
  const day = xPerDay(x);
  if (!day) {
    return "X bills each post that it sends. What this would cost cannot be " +
      "told before more posts of X are stored.";
  }
  return `At the pace of the stored posts of X, about ` +
    `${formatCount(day.posts)} a day: US$\u00a0${formatNumber(day.cost, 2)}, ` +
    "or more if it asks for what no topic asks for yet.";
}
