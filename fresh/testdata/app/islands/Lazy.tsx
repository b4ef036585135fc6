import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

export default function Lazy(): VNode {
  const [loaded, setLoaded] = useState("nothing");
  useEffect(() => {
    void import("uplot").then((module) => setLoaded(typeof module.default));
  }, []);
  return <p id="lazy">{loaded}</p>;
}
