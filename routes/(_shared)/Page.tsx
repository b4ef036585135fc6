import { Head } from "fresh/runtime";
import type { ComponentChildren, VNode } from "preact";
import { Masthead, type PagePath } from "../../components/page/Masthead.tsx";

/** Props of {@linkcode Page}. */
interface PageProps {
  /** Title of the document, with `Freshet` in it. */
  title: string;
  /** Links to the topics. */
  tabs: ComponentChildren;
  /** The state of the connection. */
  status?: ComponentChildren;
  /** Path of the page, if it is none of a topic. */
  path?: PagePath;
  children: ComponentChildren;
}

/** A page with its masthead. */
export function Page(
  { title, tabs, status, path, children }: PageProps,
): VNode {
  return (
    <>
      <Head>
        <title>{title}</title>
      </Head>
      <Masthead tabs={tabs} path={path}>{status}</Masthead>
      <main id="main">{children}</main>
    </>
  );
}
