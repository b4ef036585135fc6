import { type ReadonlySignal, useSignal } from "@preact/signals";
import type {
  ComponentChildren,
  ComponentType,
  RefObject,
  VNode,
} from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Whether scripts run: false on the server and in the browser's first paint. */
export function useScript(): ReadonlySignal<boolean> {
  const hasScript = useSignal(false);
  useEffect(() => {
    hasScript.value = true;
  }, []);
  return hasScript;
}

/** A component that the server renders directly, and browsers load when they first show it. */
export async function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
): Promise<ComponentType<P>> {
  if (!globalThis.document) return await load();
  return function Later(props: P): VNode | null {
    const loaded = useSignal<ComponentType<P> | null>(null);
    useEffect(() => {
      void load().then((component) => loaded.value = component);
    }, []);
    const Component = loaded.value;
    return Component && <Component {...props} />;
  };
}

/** What {@linkcode useOpen} gives to its component. */
interface Open {
  /** Whether to render the content; always on the server, for pages without scripts. */
  readonly isOpen: ReadonlySignal<boolean>;
  readonly onToggle: () => void;
}

/** Follows whether `<details>` are open: while they are not, browsers need not render their content. */
export function useOpen(details: RefObject<HTMLDetailsElement>): Open {
  const isOpen = useSignal(!globalThis.document);
  const onToggle = () => {
    isOpen.value = details.current!.open;
  };
  useEffect(onToggle, []);
  return { isOpen, onToggle };
}

/** Content that browsers render only while it is open. */
export function Details(
  { class: name, summary, children }: {
    class: string;
    summary: ComponentChildren;
    children: ComponentChildren;
  },
): VNode {
  const details = useRef<HTMLDetailsElement>(null);
  const { isOpen, onToggle } = useOpen(details);
  return (
    <details class={name} ref={details} onToggle={onToggle}>
      <summary>{summary}</summary>
      {isOpen.value && children}
    </details>
  );
}
