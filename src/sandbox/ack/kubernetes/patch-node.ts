/** Changes a node as somebody with `kubectl` would: labels, annotations, taints, and whether it takes pods. */
import * as z from "zod";
import { heedApproval } from "../life/auto-repair.ts";
import type { Node } from "../node.ts";
import type { Cluster, NodePool, RegionState } from "../state.ts";
import { KubernetesError } from "./status.ts";
import { standardLabels } from "./wire-node.ts";

/** Of what the miniature has of a node, both kinds of patch mean the same. */
const contentTypes = new Set(["application/merge-patch+json", "application/strategic-merge-patch+json"]);

/** null takes away. */
const texts = z.record(z.string(), z.string().nullable());
const patchShape = z.object({
  metadata: z
    .object({
      name: z.string().optional(),
      resourceVersion: z.string().optional(),
      labels: texts.nullish(),
      annotations: texts.nullish(),
    })
    .optional(),
  spec: z
    .object({
      unschedulable: z.boolean().nullish(),
      taints: z.array(z.object({ key: z.string(), value: z.string().default(""), effect: z.string() })).nullish(),
    })
    .optional(),
});
const labelValue = /^(?:[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?)?$/;

/** Throws KubernetesError where the patch cannot be applied. */
export function patchNode(
  region: RegionState,
  cluster: Cluster,
  { node, pool }: { readonly node: Node; readonly pool: NodePool | null },
  contentType: string,
  text: string,
): void {
  if (!contentTypes.has(contentType)) {
    const message = `the body of the request was in an unknown format - accepted media types include: ${[...contentTypes].join(", ")}`;
    throw new KubernetesError(415, "UnsupportedMediaType", message);
  }
  const { metadata = {}, spec = {} } = readPatch(text);
  const { resourceVersion, labels, annotations } = metadata;
  if (resourceVersion !== undefined && resourceVersion !== String(node.revision)) {
    const message = `Operation cannot be fulfilled on nodes "${node.name}": the object has been modified; please apply your changes to the latest version and try again`;
    throw new KubernetesError(409, "Conflict", message);
  }
  const bad = Object.entries(labels ?? {}).find(([, value]) => value !== null && !labelValue.test(value));
  if (bad !== undefined) {
    throw new KubernetesError(422, "Invalid", `Node "${node.name}" is invalid: metadata.labels: ${bad.join("=")}`);
  }
  const standard = standardLabels(cluster, node, pool);
  const changed = patched(node.labels, labels === null ? emptied(node.labels) : (labels ?? {}));
  // What every node has is kept in no list, and cannot be changed here.
  node.labels = Object.fromEntries(Object.entries(changed).filter(([key, value]) => standard[key] !== value));
  node.annotations = patched(node.annotations, annotations === null ? emptied(node.annotations) : (annotations ?? {}));
  if (spec.unschedulable !== undefined) node.unschedulable = spec.unschedulable ?? false;
  if (spec.taints !== undefined) node.taints = spec.taints ?? [];
  node.revision += 1;
  heedApproval(region, node);
}

function readPatch(text: string): z.infer<typeof patchShape> {
  try {
    return patchShape.parse(JSON.parse(text));
  } catch {
    throw new KubernetesError(400, "BadRequest", "the patch cannot be read");
  }
}

function patched(
  present: Readonly<Record<string, string>>,
  patch: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  const merged = Object.entries({ ...present, ...patch });
  return Object.fromEntries(merged.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}

const emptied = (present: Readonly<Record<string, string>>): Readonly<Record<string, null>> =>
  Object.fromEntries(Object.keys(present).map((key) => [key, null]));
