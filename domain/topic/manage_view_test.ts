import { deepStrictEqual } from "node:assert/strict";
import { type ManageView, readManageView } from "./manage_view.ts";

const NOTHING: ManageView = {
  edit: null,
  remove: null,
  draft: { slug: null, query: null, color: null },
  done: null,
};

const VIEWS: [query: string, view: Partial<ManageView>][] = [
  ["", {}],
  ["?edit=&remove=&added=", {}],
  ["?edit=東京", { edit: "東京" }],
  ["?remove=cat", { remove: "cat" }],
  ["?query=a+OR+b&color=%23112233", {
    draft: { slug: null, query: "a OR b", color: "#112233" },
  }],
  ["?paused=cat", { done: { deed: "paused", slug: "cat" } }],
  ["?constructor=cat", {}],
];

for (const [query, view] of VIEWS) {
  Deno.test(`readManageView() reads "${query}"`, () => {
    const params = new URLSearchParams(query);
    deepStrictEqual(readManageView(params), { ...NOTHING, ...view });
  });
}
