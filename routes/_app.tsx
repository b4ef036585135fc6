import { asset } from "fresh/runtime";
import type { VNode } from "preact";
import { Footer } from "../components/page/Masthead.tsx";
import { chooseLocale } from "../domain/format/locale.ts";
import { wallRefresh } from "../domain/request/address.ts";
import { readTheme, THEMES } from "../domain/request/theme.ts";
import { define } from "../state.ts";

export default define.layout(function App(
  { Component, req, state, url },
): VNode {
  const isEmbedded = url.pathname.startsWith("/embed/");
  const chosen = isEmbedded && url.searchParams.get("theme");
  const theme = THEMES.find((theme) => theme === chosen) ??
    readTheme(req.headers.get("cookie"));
  const isWall = url.pathname === "/wall";
  const isBare = isEmbedded || isWall;
  return (
    <html
      lang="en"
      data-locale={chooseLocale(req.headers.get("accept-language"))}
      data-theme={theme === "auto" ? undefined : theme}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Freshet</title>
        {isWall && (
          <noscript>
            <meta http-equiv="refresh" content={wallRefresh(url)} />
          </noscript>
        )}
        <link rel="icon" href={asset("/favicon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={asset("/styles.css")} />
      </head>
      <body class={isEmbedded ? "embedded" : isWall ? "walled" : undefined}>
        {!isBare && <a class="skip" href="#main">Skip to content</a>}
        {state.banner && <p class="banner">{state.banner}</p>}
        <Component />
        {!isBare && state.source && <Footer source={state.source} />}
      </body>
    </html>
  );
});
