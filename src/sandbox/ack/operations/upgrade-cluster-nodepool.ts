import { invalidParameter, refuse } from "../errors.ts";
import { isOn } from "../json.ts";
import { startUpgrade } from "../life/upgrade.ts";
import { keptNodes, poolName } from "../pool.ts";
import type { Node, NodeVersions } from "../node.ts";
import type { Cluster, NodePool, RegionState } from "../state.ts";
import { clusterOf, mustBeIdle, poolOf } from "./guards.ts";
import type { Call, Operation } from "./operation.ts";
import { rollingPolicyOf } from "./rolling-policy.ts";
import { wantedVersions } from "./upgrade-versions.ts";

/** Starts an upgrade in batches. The p of its name is small, and so is the one of its path. */
export const upgradeClusterNodepool: Operation = {
  action: "UpgradeClusterNodepool",
  method: "POST",
  path: "/clusters/:cluster/nodepools/:pool/upgrade",
  answer(call) {
    const { region, body, requestId } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    mustBeAlone(region, cluster);
    const rolling = rollingPolicyOf(call);
    const replaces = isOn(body, "use_replace");
    const versions = wantedVersions(call, cluster, pool);
    const named = namedNodes(call, pool);
    const nodes = (named ?? keptNodes(pool)).filter((node) => replaces || !has(node, versions));
    mustBeReady(call, nodes);
    const plan = { rolling, versions, replaces, wholePool: named === null };
    return { task_id: startUpgrade(region, pool, nodes, plan, body).id, RequestId: requestId };
  },
};

/** One pool at a time in a cluster. */
function mustBeAlone({ tasks, assumptions }: RegionState, cluster: Cluster): void {
  const other = [...tasks.values()].find(
    ({ work, phase, clusterId }) =>
      work.kind === "upgrade" && clusterId === cluster.id && ["running", "paused"].includes(phase),
  );
  const busy = other === undefined ? undefined : cluster.pools.get(other.poolId ?? "");
  if (busy === undefined) return;
  const { status, code } = assumptions.concurrentUpgrade;
  throw refuse(status, code, `nodepool ${poolName(busy)} of the cluster is being upgraded`);
}

/** null: none were named, which means all. */
function namedNodes({ body }: Call, pool: NodePool): readonly Node[] | null {
  const names = body["node_names"];
  if (!Array.isArray(names) || names.length === 0) return null;
  const nodes = keptNodes(pool).filter(({ name }) => names.includes(name));
  if (nodes.length === names.length) return nodes;
  throw invalidParameter(`node_names holds nodes that are not in nodepool ${poolName(pool)}`);
}

function mustBeReady({ region, body }: Call, nodes: readonly Node[]): void {
  if (!region.assumptions.upgradeNeedsReadyNodes || isOn(body, "ignore_warning_check")) return;
  const unready = nodes.filter(({ life }) => life !== "running");
  if (unready.length > 0) throw invalidParameter(`nodes are not ready: ${unready.map(({ name }) => name).join(", ")}`);
}

/** Nodes that have everything already are left alone. */
const has = ({ versions, life }: Node, wanted: NodeVersions): boolean =>
  life === "running" &&
  versions.kubelet === wanted.kubelet &&
  versions.runtime === wanted.runtime &&
  versions.image === wanted.image;
