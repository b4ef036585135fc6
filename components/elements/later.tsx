import { type ReadonlySignal, useSignal } from "@preact/signals";
import {
  type ComponentChildren,
  type ComponentType,
  h,
  type RefObject,
  render,
  type VNode,
} from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { onPlainClick, visit } from "../address/address.ts";

/** Whether scripts run: false on the server and in the browser's first paint. */
export function useScript(): ReadonlySignal<boolean> {
  const hasScript = useSignal(false);
  useEffect(() => {
    hasScript.value = true;
  }, []);
  return hasScript;
}

/**
 * A component that the server renders directly, and browsers load when they first show it.
 *
 * @param rendered What the server may have rendered of it, to load it before the module that
 * calls this; only for an island, which what it loads does not import. @default nothing
 */
export async function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  rendered?: string,
): Promise<ComponentType<P>> {
  const { document } = globalThis;
  if (!document || (rendered && document.querySelector(rendered))) {
    return await load();
  }
  return function Later(props: P): VNode | null {
    const loaded = useSignal<ComponentType<P> | null>(null);
    useEffect(() => {
      void load().then((component) => loaded.value = component);
    }, []);
    const Component = loaded.value;
    return Component && <Component {...props} />;
  };
}

/** Keeps what the server rendered in an element, of which the browser renders nothing. */
export function useRendered<E extends Element>(selector: string): RefObject<E> {
  const place = useRef<E>(null);
  const nodes = useMemo(
    () => globalThis.document?.querySelectorAll(`${selector} > *`),
    [],
  );
  useLayoutEffect(() => place.current!.append(...nodes!), []);
  return place;
}

/**
 * A component far down a page: browsers keep the HTML of the server, and load
 * what makes it live once it is seen. Its props must stay the same.
 */
export async function laterInView<P extends object>(
  name: string,
  load: () => Promise<ComponentType<P>>,
): Promise<ComponentType<P>> {
  if (!globalThis.document) {
    const Component = await load();
    return (props) => <div class={name}>{h(Component, props)}</div>;
  }
  return function InView(props: P): VNode {
    const place = useRendered<HTMLDivElement>(`.${name}`);
    useEffect(() => {
      const root = place.current!;
      const observer = new IntersectionObserver((entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        void load().then((component) =>
          root.isConnected && render(h(component, props), root)
        );
      });
      observer.observe(root);
      return () => {
        observer.disconnect();
        render(null, root);
      };
    }, []);
    return <div class={name} ref={place} onClick={visitLink} />;
  };
}

/** Follows links to this page that no code has taken care of yet. */
function visitLink(event: MouseEvent): void {
  const link = (event.target as Element).closest("a");
  if (!link || event.defaultPrevented) return;
  onPlainClick(() => visit(link.pathname + link.search))(event);
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
