import { type ComponentChildren, h } from "preact";
import { DATA_ELEMENT_ID } from "../client/island_data.ts";
import type { RenderSession } from "./render_session.ts";

/** What ends the body: the islands' data and the script that revives them. */
export function bootScripts(session: RenderSession): ComponentChildren {
  const { islands, snapshot } = session;
  const { boot, liveReload } = snapshot;
  const scripts = [];
  if (liveReload) {
    scripts.push(h("script", { type: "module", src: liveReload }));
  }
  if (islands.length > 0) {
    const __html = writeData(session);
    scripts.push(
      h("script", {
        type: "application/json",
        id: DATA_ELEMENT_ID,
        dangerouslySetInnerHTML: { __html },
      }),
      h("script", { type: "module", src: boot[0] }),
    );
  }
  return scripts;
}

/** JSON without a character that HTML, or a script, could take for its own. */
function writeData({ islands, snapshot }: RenderSession): string {
  const list = islands.map(({ ref: { url, name }, props }) =>
    `{"url":${JSON.stringify(url)},"name":${
      JSON.stringify(name)
    },"props":${props}}`
  );
  const buildId = JSON.stringify(snapshot.buildId);
  return `{"buildId":${buildId},"islands":[${list.join()}]}`.replaceAll(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
