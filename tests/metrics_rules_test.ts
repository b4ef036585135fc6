import { deepStrictEqual, match, ok } from "node:assert/strict";
import { parse } from "yaml";
import { createMetrics } from "../start/metrics.ts";
import { makePipeline } from "./support/pipeline.ts";

const FOLDER = new URL("../deploy/", import.meta.url);

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

async function readFile(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(name, FOLDER));
}

/** Names of all metrics that a process may have. */
async function metricNames(): Promise<Set<string>> {
  const { sources, spending } = makePipeline();
  const counts = { posts: 1, positive: 1, negative: 0, score: 1, lastPost: 1 };
  const metrics = createMetrics(() => 0, {
    readHealth: () => Promise.resolve({ sources, spending, openGaps: [] }),
    readCounters: () => Promise.resolve([{ topic: "sea", ...counts }]),
  });
  const text = await metrics.read();
  return new Set(
    [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!),
  );
}

/** What is wrong with an expression, as far as can be seen without Prometheus. */
function checkExpression(expr: string, names: ReadonlySet<string>): void {
  for (const [name] of expr.matchAll(/freshet_\w+/g)) ok(names.has(name), name);
  const opened: string[] = [];
  for (const sign of expr.replace(/"[^"]*"/g, "").match(/[(){}[\]]/g) ?? []) {
    const pair = { ")": "(", "}": "{", "]": "[" }[sign];
    if (pair) deepStrictEqual(opened.pop(), pair, expr);
    else opened.push(sign);
  }
  deepStrictEqual(opened, [], expr);
  for (const [, counter] of expr.matchAll(/(\w+_total)/g)) {
    match(expr, new RegExp(`(rate|increase)\\(${counter}`), expr);
  }
}

Deno.test("deploy/alerts.yml asks for metrics that exist, counters by their growth", async () => {
  const names = await metricNames();
  const { groups }: { groups: { name: string; rules: Rule[] }[] } = parse(
    await readFile("alerts.yml"),
  );
  const rules = groups.flatMap(({ rules }) => rules);
  deepStrictEqual(
    rules.map(({ alert }) => alert),
    [...new Set(rules.map(({ alert }) => alert))],
  );
  for (const { expr, labels, annotations, ...rule } of rules) {
    checkExpression(expr, names);
    if (rule.for) match(rule.for, /^\d+[smhd]$/);
    match(labels.severity, /^(info|warning|critical)$/);
    ok(annotations.summary);
  }
});

Deno.test("deploy/grafana.json shows metrics that exist", async () => {
  const names = await metricNames();
  const { panels, templating } = JSON.parse(await readFile("grafana.json"));
  for (const { targets, title } of panels) {
    ok(title && targets.length > 0);
    for (const { expr } of targets) checkExpression(expr, names);
  }
  ok(templating.list.some((one: { name: string }) => one.name === "topic"));
});

Deno.test("deploy/alerts.yml passes promtool, where it is installed", async () => {
  const path = new URL("alerts.yml", FOLDER).pathname;
  try {
    const { success, stderr } = await new Deno.Command("promtool", {
      args: ["check", "rules", path],
    }).output();
    ok(success, new TextDecoder().decode(stderr));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // deno-lint-ignore no-console
    console.log("promtool is not here: deno task rules installs and runs it");
  }
});
