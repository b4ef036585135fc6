import {
  type ComponentType,
  createContext,
  Fragment,
  type FunctionComponent,
  h,
} from "preact";
import { useContext } from "preact/hooks";
import { ISLAND_END, ISLAND_START } from "../client/island_data.ts";
import type { RenderSession } from "./render_session.ts";
import { serializeProps } from "./serialize_props.ts";

interface BoundaryProps {
  type: ComponentType<Record<string, unknown>>;
  props: Record<string, unknown>;
}

const InIsland = createContext(false);

/** Renders an island between two comments, by which browsers find it again. */
export function islandBoundary(
  session: RenderSession,
): FunctionComponent<BoundaryProps> {
  return ({ type, props }) => {
    const node = h(type, props);
    session.plain.add(node);
    // The outer island revives the inner one with itself.
    if (useContext(InIsland)) return node;

    const ref = session.snapshot.islands.get(type)!;
    const index = session.islands.push({
      ref,
      props: serializeProps(ref.name, props),
    }) - 1;
    return h(
      InIsland.Provider,
      { value: true },
      comment(`${ISLAND_START}${index}`),
      node,
      comment(ISLAND_END),
    );
  };
}

function comment(text: string) {
  return h(Fragment, { UNSTABLE_comment: text } as object);
}
