import { Head, IS_BROWSER } from "fresh/runtime";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

export default function Lazy(): VNode {
  const [name, setName] = useState("");
  useEffect(() => {
    void import("uplot").then(({ default: Plot }) => setName(Plot.name));
  }, []);
  return (
    <p id="lazy" data-browser={IS_BROWSER}>
      {name !== "" && (
        <Head>
          <title>loaded</title>
        </Head>
      )}
      {typeof name === "string" && name !== "" ? "loaded" : "waiting"}
    </p>
  );
}
