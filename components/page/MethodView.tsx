import type { ComponentChildren, VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import { formatTime } from "../../domain/format/times.ts";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { sourceWord } from "../elements/labels.ts";

/** Props of {@linkcode MethodView}. */
interface MethodProps {
  topics: readonly TopicSummary[];
  pipeline: Pipeline;
  /** Of this server, such as `https://freshet.example`. */
  origin: string;
}

/** What is counted, from where and since when, what mood means, and how to cite it. */
export function MethodView({ topics, pipeline, origin }: MethodProps): VNode {
  return (
    <div class="method">
      <h1>How this is measured</h1>
      <Part id="counted" title="What is counted">
        <p>
          Posts that match a topic's query, once per topic. A post that its
          author deletes loses its text and author, and stays counted; one that
          is edited counts as edited. Posts appear at the time their authors
          wrote them, not when they arrived.
        </p>
        <TopicTable topics={topics} />
      </Part>
      <Sources pipeline={pipeline} />
      <Skipped pipeline={pipeline} />
      <Mood topics={topics} />
      <Part id="times" title="Times and intervals">
        <p>
          Times are stored in UTC and shown in the zone that you choose. An
          interval begins at its label and ends before the next. The newest
          interval is still filling, and is drawn paler. Shaded spans are times
          in which no source could be read: how much was posted then is not
          known, so nothing is drawn. A rate counts the posts of the last whole
          minute.
        </p>
      </Part>
      <Part id="cite" title="How to cite">
        <p>
          Name the topic's query, the sources, the span of time with its zone,
          and the day on which you read it. An address with <code>from=</code>
          {" "}
          and <code>to=</code> keeps its span. For example:
        </p>
        <blockquote>
          Freshet, posts matching “{topics[0]?.query ?? "climate"}”, {origin}
          /t/{topics[0]?.slug ?? "climate"}?from=…&to=…, read on{" "}
          {formatTime(pipeline.at, "day", "UTC")}.
        </blockquote>
      </Part>
    </div>
  );
}

function Part(
  { id, title, children }: {
    id: string;
    title: string;
    children: ComponentChildren;
  },
): VNode {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function TopicTable(
  { topics }: Pick<MethodProps, "topics">,
): VNode {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Topic</th>
          <th scope="col">Query</th>
          <th scope="col" class="number">Posts</th>
        </tr>
      </thead>
      <tbody>
        {topics.map(({ slug, query, posts }) => (
          <tr key={slug}>
            <th scope="row">{slug}</th>
            <td class="query">{query}</td>
            <td class="number">{formatCount(posts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where posts come from, and what each source cannot give. */
function Sources({ pipeline }: Pick<MethodProps, "pipeline">): VNode {
  const { sources, gaps } = pipeline;
  const lost = gaps.filter(({ recovered }) => !recovered).length;
  return (
    <Part id="sources" title="Where posts come from">
      <ul>
        {sources.map(({ source, state, since }) => (
          <li key={source}>
            <b>{sourceWord(source)}</b>: {state} since{" "}
            {formatTime(since, "minute", "UTC")} UTC
          </li>
        ))}
      </ul>
      <p>
        {lost === 0
          ? "In the last seven days no interruption cost posts."
          : `In the last seven days ${formatCount(lost)} ${
            lost === 1 ? "interruption" : "interruptions"
          } may have cost posts.`} <a href="/pipeline">Pipeline</a>{" "}
        lists them. Bluesky gives all public posts. A Mastodon server gives what
        it knows of other servers, and no deletions during an interruption. X
        gives what its rules match, up to the limit that is set for a day. A
        file gives what it holds: whoever made it chose the posts.
      </p>
    </Part>
  );
}

function Skipped({ pipeline }: Pick<MethodProps, "pipeline">): VNode {
  const { posts, skipped } = pipeline.storage;
  const count = skipped.reduce((sum, { count }) => sum + count, 0);
  return (
    <Part id="kept" title="What is kept">
      <p>
        {formatCount(posts)} posts are stored, and {formatCount(count)}{" "}
        messages that became no new post (received twice, damaged, edits and
        deletions), each with its reason. Texts are removed after the time that
        the operator sets; counts stay. Authors are shown as their source names
        them.
      </p>
    </Part>
  );
}

/** What mood means, and how far it can be trusted. */
function Mood({ topics }: Pick<MethodProps, "topics">): VNode {
  const taken = topics.filter(({ ignored = [] }) => ignored.length > 0);
  return (
    <Part id="mood" title="What mood means">
      <p>
        A trained model reads each post once and says how likely it is positive
        or negative; the likeliest of positive, neutral and negative counts. It
        knows English, Arabic, German, Spanish, French, Italian and Portuguese.
        It reads Hindi too, but hardly better than by chance. Posts in other
        languages are judged by a list of English words, and mostly come out
        neutral: a topic's page says what share of its posts that is. A topic's
        own words, links, people and $TAGS carry nothing, nor do words that were
        taken out of a topic with × beside its lists of words. Shares count
        these decisions.
      </p>
      <p id="scale">
        The mood of some posts goes from −100 to +100: it is 100 times the mean
        of how much likelier each post is positive than negative, so that a
        clear post weighs more than a doubtful one. From 5 on it is called
        slightly positive or slightly negative, from 20 positive or negative,
        from 40 very positive or very negative; nearer to zero it is balanced.
      </p>
      <p>
        Underlined words are those of the list, with a score from −5 to +5 each.
        Posts that only the list scored, with an older version, have no part in
        the mood. Where there are no others, each of them counts as wholly
        positive, neutral or negative, and the mood is called one by the word
        list. A dashed line marks where another version of the scorer begins.
        “Why?” below a post lists which words weighed in it, and how much.
      </p>
      {taken.length > 0 && (
        <>
          <p>
            Taken out by those who run this site; a word that is put back counts
            again, also in stored posts:
          </p>
          <ul>
            {taken.map(({ slug, ignored }) => (
              <li key={slug}>
                <a href={`/t/${encodeURIComponent(slug)}/words`}>{slug}</a>:
                {" "}
                <bdi>{ignored!.join(", ")}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      <p id="band">
        Irony, pictures, feeling towards a brand, and what a post is answering
        are not seen. On posts that people labeled, it judges 65 to 74 of 100
        English posts as they did, each class weighing the same, and 57 to 68 in
        the other languages that it knows; their shares, and with them the level
        of the mood, can be off by 10 points and more until you check them:
        “Check this topic” on a topic's page shows some posts for you to judge,
        and corrects the shares by them. Compare mood over time, or between
        topics, rather than reading its level. The band around the mood shows
        where it would lie in 95 of 100 samples of as many posts: a change
        beyond it is none of chance. It knows nothing of misread posts.
      </p>
    </Part>
  );
}
