import type { VNode } from "preact";
import type { Topic } from "../../domain/topic/topic.ts";
import { TopicDot } from "../topic/TopicDot.tsx";
import { MOST_COMPARED } from "./compared.ts";

/** Props of {@linkcode CompareForm}. */
export interface CompareFormProps {
  topics: readonly Pick<Topic, "slug" | "color">[];
  /** Slugs of those that are compared. */
  chosen: readonly string[];
  /** Parameters of the address besides the topics, which stay. */
  others: Readonly<Record<string, string>>;
}

/** Choice of the topics to compare. */
export function CompareForm(
  { topics, chosen, others }: CompareFormProps,
): VNode {
  return (
    <form class="choose" action="/compare">
      <fieldset>
        <legend>
          Topics to compare <small>up to {MOST_COMPARED}</small>
        </legend>
        {topics.map(({ slug, color }) => (
          <label key={slug}>
            <input
              type="checkbox"
              name="topics"
              value={slug}
              checked={chosen.includes(slug)}
            />
            <TopicDot color={color} /> {slug}
          </label>
        ))}
      </fieldset>
      {Object.entries(others).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit">Compare</button>
    </form>
  );
}
