import type { VNode } from "preact";
import type { FormError } from "../../domain/topic/input.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";

/** Props of {@linkcode IgnoredWords}. */
interface IgnoredWordsProps {
  topic: Pick<TopicSummary, "slug" | "query" | "ignored">;
  canEdit: boolean;
  /** Why the last change was refused; null if it was not. */
  error: FormError | null;
}

/** The words that were taken out of a topic, with the ways to change them. */
export function IgnoredWords(
  { topic, canEdit, error }: IgnoredWordsProps,
): VNode {
  const { slug, query, ignored = [] } = topic;
  const path = `/t/${encodeURIComponent(slug)}/words`;
  return (
    <div class="method">
      <p>
        Some words sound positive or negative and say nothing about this topic:
        a share of a company, a top that one wears. Taken out, such a word is
        not read, as the words of the query <bdi class="query">{query}</bdi>
        {" "}
        are not: it weighs in no post’s mood, and no list of words has it. That
        holds for new posts within seconds. Stored posts are scored again in the
        background, oldest first, and the charts with them;{" "}
        <a href="/pipeline">Pipeline</a>{" "}
        shows how far that is. A word that is put back counts again in the same
        way. <a href="/method#mood">How mood is measured</a>
      </p>
      {error && <p class="wrong" role="alert">{error.message}</p>}
      {ignored.length === 0
        ? <p class="quiet">No word was taken out.</p>
        : (
          <form method="post" action={path}>
            <ul class="ignored">
              {ignored.map((word) => (
                <li key={word}>
                  <bdi>{word}</bdi>
                  {canEdit && (
                    <button type="submit" name="return" value={word}>
                      Put back <span class="unseen">{word}</span>
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </form>
        )}
      {canEdit
        ? (
          <form method="post" action={path} class="form">
            <div class="field">
              <label for="take">Word or emoji</label>
              <input
                id="take"
                name="take"
                type="text"
                required
                maxLength={64}
                autocomplete="off"
                spellcheck={false}
              />
            </div>
            <p>
              <button type="submit">Take out</button>
            </p>
          </form>
        )
        : (
          <p class="note">
            <a href="/topics">Sign in</a> to change them.
          </p>
        )}
    </div>
  );
}
