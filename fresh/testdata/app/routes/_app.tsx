import type { PageProps } from "fresh";
import { asset } from "fresh/runtime";
import type { VNode } from "preact";

export default function AppWrapper({ Component }: PageProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>fixture</title>
        <link rel="icon" href={asset("/icon.svg")} />
        <link rel="stylesheet" href={asset("/style.css")} />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}
