import { exportLabels, formatLabels } from "../../../domain/check/report.ts";
import { parseChoice } from "../../../domain/request/parameters.ts";
import { define } from "../../../state.ts";
import { downloadHeaders } from "../../(_shared)/download.ts";
import { getOnly } from "../../(_shared)/methods.ts";
import { readTopic } from "../../(_shared)/views.ts";

/** The labels of a topic's newest check; none without one. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const slug = readTopic(ctx);
  const format = parseChoice(searchParams, "format", ["json", "csv"], {
    fallback: "json",
  });
  const { newest } = await state.checks.readNewest(slug);
  const seqs = newest?.checked.map(({ seq }) => seq) ?? [];
  const posts = await state.checks.readPosts(slug, seqs);
  const labels = newest ? exportLabels(newest, posts) : [];
  if (format === "json") return Response.json({ topic: slug, labels });
  const { from, to } = newest ?? { from: 0, to: 0 };
  const headers = downloadHeaders(`${slug}-labels`, { from, to }, "csv");
  return new Response(formatLabels(labels), { headers });
}));
