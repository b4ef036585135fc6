import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { Counter, Label } from "../islands/Counter.tsx";
import Late from "../islands/Late.tsx";
import Lazy from "../islands/Lazy.tsx";

export const HOSTILE =
  "</script><script>globalThis.hacked = true</script><!--\u2028\u2029\u0000 & \\u003c 😀";

export default function Index(): VNode {
  return (
    <main>
      <Head>
        <title>counting</title>
        <meta name="description" content="islands" />
      </Head>
      <Counter start={3} />
      <Late /> <Label text={HOSTILE} />
      <Lazy />
      <p id="after">after</p>
    </main>
  );
}
