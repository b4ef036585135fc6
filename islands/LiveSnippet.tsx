import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { EmbedSnippet } from "../components/page/EmbedSnippet.tsx";
import { useAddress } from "../components/topic/use_address.ts";
import { timeParams } from "../domain/request/time_params.ts";

/** Props of {@linkcode LiveSnippet}. */
export interface LiveSnippetProps {
  slug: string;
  /** What the server was asked for: path and query. */
  address: string;
  /** Where the server was reached, as far as it knows. */
  origin: string;
}

/** What to write into another page to have a chart of what is shown there. */
export function LiveSnippet(
  { slug, address: rendered, origin }: LiveSnippetProps,
): VNode {
  const address = useAddress(rendered);
  const reached = useSignal(origin);
  // Behind a proxy the server does not know.
  useEffect(() => {
    reached.value = location.origin;
  }, []);
  return (
    <EmbedSnippet
      slug={slug}
      origin={reached.value}
      times={timeParams(address.value)}
    />
  );
}
