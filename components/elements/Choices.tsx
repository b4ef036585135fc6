import type { VNode } from "preact";
import { VisitLink } from "../address/VisitLink.tsx";

/** Props of {@linkcode Choices}. */
interface ChoicesProps<T extends string> {
  /** What is chosen, such as `Order`. */
  label: string;
  chosen: T;
  /** What each value is called, in order. */
  words: Readonly<Record<T, string>>;
  /** Where a value's link leads, on the same page. */
  addressOf: (value: T) => string;
}

/** A choice of a few, as links. */
export function Choices<T extends string>(
  { label, chosen, words, addressOf }: ChoicesProps<T>,
): VNode {
  return (
    <nav class="choices" aria-label={label}>
      <span class="note" aria-hidden="true">{label}</span>
      {(Object.keys(words) as T[]).map((value) => (
        <VisitLink
          key={value}
          href={addressOf(value)}
          aria-current={value === chosen ? "true" : "false"}
        >
          {words[value]}
        </VisitLink>
      ))}
    </nav>
  );
}
