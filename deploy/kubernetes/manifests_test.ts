import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import { Job } from "kubernetes-models/batch/v1/Job";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Namespace } from "kubernetes-models/v1/Namespace";
import { Service } from "kubernetes-models/v1/Service";
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { parse, parseAllDocuments } from "yaml";
import { VARIABLES } from "../../config.ts";
import settings from "../../deno.json" with { type: "json" };
import { temporaryFolder } from "../../tests/support/temporary.ts";
import { CONSUMER, STREAM } from "../../workers/broker/jetstream/config.ts";

const ROOT = new URL("../../", import.meta.url);

/** Kinds of the manifests, with the schemas that Kubernetes and KEDA publish. */
const KINDS = {
  ConfigMap,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  Namespace,
  PodDisruptionBudget,
  ScaledObject,
  Service,
};

interface Manifest {
  readonly apiVersion: string;
  readonly kind: keyof typeof KINDS;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // deno-lint-ignore no-explicit-any
  readonly spec?: any;
  readonly data?: Record<string, string>;
}

async function readManifests(): Promise<Manifest[]> {
  const found: Manifest[] = [];
  for await (const { name } of Deno.readDir(new URL("./", import.meta.url))) {
    if (!name.endsWith(".yaml")) continue;
    const text = await Deno.readTextFile(new URL(name, import.meta.url));
    found.push(...parseAllDocuments(text).map((one) => one.toJS()));
  }
  return found;
}

const manifests = await readManifests();
const ofKind = (...kinds: Manifest["kind"][]) =>
  manifests.filter(({ kind }) => kinds.includes(kind));
const workloads = ofKind("Deployment", "Job");

/** What the schema refuses in a manifest: values of a wrong type or form, and fields that are missing. */
function findWrongValues(manifest: Manifest): string {
  const Kind = KINDS[manifest.kind];
  if (Kind?.apiVersion !== manifest.apiVersion) return "unknown kind";
  try {
    new Kind(manifest as never).validate();
    return "";
  } catch (error) {
    return String(error);
  }
}

/** What TypeScript refuses of manifests as literals: fields that the schema does not know. */
async function findUnknownFields(all: readonly Manifest[]): Promise<string> {
  await using folder = await temporaryFolder();
  const lines = all.map(({ kind, apiVersion, ...one }, i) => {
    const name = kind === "ScaledObject"
      ? "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject"
      : `kubernetes-models/${apiVersion}/${kind}`;
    return `import { ${kind} as K${i} } from "${name}";\n` +
      `new K${i}(${JSON.stringify(one)});\n`;
  });
  const path = `${folder.path}/manifests.ts`;
  await Deno.writeTextFile(path, lines.join(""));
  const config = new URL("deno.json", ROOT).pathname;
  const { stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--frozen", "--config", config, path],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  return success ? "" : new TextDecoder().decode(stderr);
}

Deno.test("the manifests fit the schemas of Kubernetes and KEDA", async () => {
  ok(manifests.length > 10);
  for (const manifest of manifests) {
    strictEqual(findWrongValues(manifest), "", manifest.metadata.name);
    const { kind, metadata: { namespace } } = manifest;
    strictEqual(namespace, kind === "Namespace" ? undefined : "freshet");
  }
  strictEqual(await findUnknownFields(manifests), "");
});

Deno.test("a wrong value, a missing field and an unknown one are found", async () => {
  const web = ofKind("Deployment").find((one) => one.metadata.name === "web")!;
  const change = (spec: Record<string, unknown>): Manifest => ({
    ...web,
    spec: { ...web.spec, ...spec },
  });
  match(
    findWrongValues(change({ replicas: "two" })),
    /replicas must be integer/,
  );
  match(findWrongValues(change({ selector: undefined })), /selector/);
  const planted = change({ replica: 2 });
  strictEqual(findWrongValues(planted), "");
  match(await findUnknownFields([planted]), /"replica"' does not exist/);
});

/** The settings of docker-compose.yml for a role. */
async function readCompose() {
  const text = await Deno.readTextFile(new URL("docker-compose.yml", ROOT));
  return parse(text, { merge: true }).services as Record<string, {
    command: string[];
    mem_limit: string;
    environment: Record<string, string>;
  }>;
}

Deno.test("each role runs the command of compose, with no more than it needs", async () => {
  const compose = await readCompose();
  deepStrictEqual(workloads.map(({ metadata }) => metadata.name).sort(), [
    ...["ingest", "migrate", "persist", "web"],
  ]);
  for (const { metadata: { name }, spec: { template } } of workloads) {
    const { spec: pod } = template;
    const [container] = pod.containers;
    deepStrictEqual(container.args, compose[name]!.command);
    deepStrictEqual(container.securityContext, {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    });
    strictEqual(pod.securityContext.runAsNonRoot, true);
    ok(pod.securityContext.runAsUser > 0);
    strictEqual(pod.automountServiceAccountToken, false);
    const memory = container.resources.limits.memory.replace("i", "");
    strictEqual(memory.toLowerCase(), compose[name]!.mem_limit);
    if (name === "migrate") continue;
    strictEqual(container.livenessProbe.httpGet.path, "/healthz");
    strictEqual(container.readinessProbe.httpGet.path, "/readyz");
    const [port] = container.ports;
    strictEqual(container.readinessProbe.httpGet.port, port.name);
    const variable = name === "web" ? "PORT" : "HEALTH_PORT";
    deepStrictEqual(container.env, [
      { name: variable, value: String(port.containerPort) },
    ]);
    strictEqual(compose[name]!.environment[variable], port.containerPort);
  }
});

Deno.test("each role has settings that it knows, and no secret has a value", () => {
  const maps = new Map(
    ofKind("ConfigMap").map(({ metadata, data }) => [metadata.name, data!]),
  );
  const { start: _, tools, ...roles } = settings.permissions;
  const sets: Record<string, { env: { allow: string[] } }> = {
    ...roles,
    migrate: tools,
  };
  for (const { metadata: { name }, spec } of workloads) {
    const { envFrom } = spec.template.spec.containers[0];
    for (const { configMapRef, secretRef } of envFrom) {
      if (secretRef) strictEqual(secretRef.name, `freshet-${name}`);
      else {for (const key of Object.keys(maps.get(configMapRef.name)!)) {
          if (key === "SOURCE_HOSTS" || key === "HOST") continue; // the shell's; migrate does not listen
          ok(VARIABLES.includes(key as typeof VARIABLES[number]), key);
          ok(sets[name]!.env.allow.includes(key), `${name} ${key}`);
        }}
    }
  }
  ok(manifests.every(({ kind }) => String(kind) !== "Secret"));
});

Deno.test("budgets, services and scaling point at what is there", () => {
  const labels = new Map(
    ofKind("Deployment").map((
      { metadata: { name }, spec },
    ) => {
      deepStrictEqual(spec.selector.matchLabels, spec.template.metadata.labels);
      return [name, spec.template.metadata.labels];
    }),
  );
  for (const { metadata: { name }, spec } of ofKind("PodDisruptionBudget")) {
    deepStrictEqual(spec.selector.matchLabels, labels.get(name));
  }
  deepStrictEqual(ofKind("PodDisruptionBudget").length, labels.size);
  const [service] = ofKind("Service");
  deepStrictEqual(service!.spec.selector, labels.get("web"));
  const [byCpu] = ofKind("HorizontalPodAutoscaler");
  strictEqual(byCpu!.spec.scaleTargetRef.name, "web");
  const [byLag] = ofKind("ScaledObject");
  strictEqual(byLag!.spec.scaleTargetRef.name, "persist");
  const [trigger] = byLag!.spec.triggers;
  const { stream, consumer } = trigger.metadata;
  deepStrictEqual([stream, consumer], [STREAM, CONSUMER]);
});

Deno.test("what is scaled by load has no number of its own, which each apply would set again", () => {
  const counted = ofKind("Deployment")
    .filter(({ spec }) => spec.replicas !== undefined);
  deepStrictEqual(counted.map(({ metadata }) => metadata.name), ["ingest"]);
});
