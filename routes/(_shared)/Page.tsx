import { Head } from "fresh/runtime";
import type { ComponentChildren, VNode } from "preact";
import { Masthead } from "../../components/page/Masthead.tsx";

/** Props of {@linkcode Page}. */
interface PageProps {
  /** Title of the document, with `Freshet` in it. */
  title: string;
  /** Links to the topics. */
  tabs: ComponentChildren;
  /** The state of the connection. */
  status?: ComponentChildren;
  /** Whether the page is the overview. */
  isHome?: boolean;
  children: ComponentChildren;
}

/** A page with its masthead. */
export function Page(
  { title, tabs, status, isHome = false, children }: PageProps,
): VNode {
  return (
    <>
      <Head>
        <title>{title}</title>
      </Head>
      <Masthead tabs={tabs} isHome={isHome}>{status}</Masthead>
      <main id="main">{children}</main>
    </>
  );
}
