import type { VNode } from "preact";
import { Popover } from "./Choices.tsx";
import type { Explained } from "./InfoText.tsx";
import { later } from "./later.tsx";

const InfoText = await later(async () =>
  (await import("./InfoText.tsx")).InfoText
);

/** What a figure means, behind a small sign. */
export function Info({ about }: { about: Explained }): VNode {
  return (
    <Popover class="info" label={`What ${about} means`} summary="">
      <InfoText about={about} />
    </Popover>
  );
}
