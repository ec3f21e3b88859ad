import { invalidParameter, refuse } from "../errors.ts";
import { textAt } from "../json.ts";
import { compareVersions } from "../metadata.ts";
import { controlPlaneVersion, versionsOf } from "../pool.ts";
import type { Cluster, Finding, NodePool } from "../state.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

const types = ["NodePoolUpgrade", "ClusterUpgrade", "MasterUpgrade", "ClusterMigrate"];
/** Cloud seconds. */
const checking = { from: 10, to: 30 };

/** Looks whether something could be done, without doing it. The answer is to be asked for. */
export const runClusterCheck: Operation = {
  action: "RunClusterCheck",
  method: "POST",
  path: "/clusters/:cluster/checks",
  answer(call) {
    const { region, body, requestId } = call;
    const cluster = clusterOf(call);
    const type = textAt(body, "type") ?? "";
    if (!types.includes(type)) throw invalidParameter(`type ${type} is not one of ${types.join(", ")}`);
    const target = type === "NodePoolUpgrade" ? (textAt(body, "target") ?? "") : null;
    const pool = target === null ? null : cluster.pools.get(target);
    if (pool === undefined) {
      throw refuse(region.assumptions.poolNotFound, "ErrorNodePoolNotFound", `nodepool ${target} not found`);
    }
    const id = `${region.now}${region.draw.integer(100_000, 999_999)}-${cluster.id}-clustercheck-${region.draw.letters(5)}`;
    const finished = region.now + region.draw.integer(checking.from, checking.to) * 1_000;
    const findings = pool === null ? [] : poolFindings(cluster, pool);
    region.checks.set(id, { id, clusterId: cluster.id, type, target, created: region.now, finished, findings });
    return { check_id: id, request_id: requestId };
  },
};

/** What an upgrade of the pool would run into. */
function poolFindings(cluster: Cluster, pool: NodePool): readonly Finding[] {
  const unready = pool.nodes.filter(({ life }) => life !== "running");
  const newest = compareVersions(versionsOf(pool).kubelet, controlPlaneVersion(cluster)) >= 0;
  return [
    {
      name: "NodePoolStatus",
      passed: pool.state === "active",
      message: pool.state === "active" ? "nodepool is active" : `nodepool is ${pool.state}`,
    },
    {
      name: "NodeStatus",
      passed: unready.length === 0,
      message: unready.length === 0 ? "nodes are ready" : `not ready: ${unready.map(({ name }) => name).join(", ")}`,
    },
    {
      name: "KubeletVersion",
      passed: true,
      message: newest ? "kubelet has the version of the control plane" : "kubelet can be upgraded",
    },
  ];
}
