import { Head } from "fresh/runtime";
import type { ComponentChildren, VNode } from "preact";
import { Masthead, type PagePath } from "../../components/page/Masthead.tsx";

/** Props of {@linkcode Page}. */
interface PageProps {
  /** Title of the document, with `Freshet` in it. */
  title: string;
  /** What is on it, in a sentence, for search engines and previews of links. */
  description: string;
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
  { title, description, tabs, status, path, children }: PageProps,
): VNode {
  return (
    <>
      <Head>
        <title>{title}</title>
        <meta name="description" content={description} />
        <meta property="og:type" content="website" />
        <meta property="og:site_name" content="Freshet" />
        <meta property="og:title" content={title} />
        <meta property="og:description" content={description} />
      </Head>
      <Masthead tabs={tabs} path={path}>{status}</Masthead>
      <main id="main">{children}</main>
    </>
  );
}
