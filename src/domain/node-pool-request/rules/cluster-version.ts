import { compareVersions } from "../../versions.ts";
import type { RequestProblem } from "../problem.ts";
import { type Rule, when } from "./rule.ts";

/** The last minor version whose clusters take a runtime (ACK: `kubernetes_config.runtime`). */
const newest: Readonly<Record<string, string>> = { "Sandboxed-Container.runv": "1.31", docker: "1.22" };

/** Runtimes that are no longer developed end with a version of Kubernetes. */
export const runtimeFitsCluster: Rule = ({ kubernetes_config: kubernetes }, { clusterVersion: cluster }) => {
  const value = kubernetes?.runtime ?? "containerd";
  const last = newest[value];
  if (last === undefined || cluster === null) return [];
  const minor = /^v?\d+\.\d+/.exec(cluster)?.[0] ?? "";
  return when((compareVersions(minor, last) ?? 0) > 0, {
    code: "cluster-too-new",
    path: "kubernetes_config.runtime",
    value,
    newest: last,
    cluster,
  });
};

/** Fields that came with a version of Kubernetes, as ACK documents them. */
export const fieldsFitCluster: Rule = (request, { clusterVersion: cluster }) => {
  if (cluster === null) return [];
  const { scaling_group: group, kubernetes_config: kubernetes, node_components: components } = request;
  const since = (path: string, oldest: string, used: boolean): readonly RequestProblem[] =>
    when(used && (compareVersions(cluster, oldest) ?? 0) < 0, { code: "cluster-too-old", path, oldest, cluster });
  return [
    ...since("kubernetes_config.cpu_policy", "1.12.6", kubernetes?.cpu_policy !== undefined),
    ...since("scaling_group.ram_role_name", "1.22", group?.ram_role_name !== undefined),
    ...since(
      "scaling_group.instance_metadata_options.http_tokens",
      "1.28",
      group?.instance_metadata_options?.http_tokens !== undefined,
    ),
    // Nodes are never newer than the control plane (Kubernetes version skew policy).
    ...(components ?? []).flatMap(({ name, version }, place) =>
      since(`node_components[${place}].version`, version ?? "", name === "kubelet" && version !== undefined),
    ),
  ];
};
