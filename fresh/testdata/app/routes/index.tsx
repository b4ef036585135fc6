import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { Counter, Late } from "../islands/Counter.tsx";
import Lazy from "../islands/Lazy.tsx";

export const HOSTILE =
  "</script><script>globalThis.hacked = true</script><!--\u2028\u2029\u0000 & \\u003c 😀";

export default function Index(): VNode {
  return (
    <main>
      <Head>
        <title>counting</title>
      </Head>
      <Counter label={HOSTILE} />
      <Late /> <Lazy />
      <p>after</p>
    </main>
  );
}
