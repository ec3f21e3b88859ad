/** Automated operation and maintenance: plans wait for their time, are checked, and run as a task (ACK: operation plans). */
import { at, textAt } from "../json.ts";
import { compareVersions, imageOffers, versionOffers } from "../metadata.ts";
import { controlPlaneVersion, keptNodes, versionsOf } from "../pool.ts";
import type { NodeVersions } from "../node.ts";
import type { Cluster, NodePool, OperationPlan, PlanType, RegionState, Task } from "../state.ts";
import { startClusterChange } from "./cluster-change.ts";
import { startFix } from "./fix.ts";
import { startUpdate } from "./update.ts";
import { startUpgrade } from "./upgrade.ts";

/** Milliseconds for which a plan is expected to run. */
const expected = 3_600_000;

/** @param start milliseconds since 1970, in the cloud's time */
export function addPlan(
  region: RegionState,
  {
    clusterId,
    poolId,
    type,
    start,
    created,
  }: Pick<OperationPlan, "clusterId" | "poolId" | "type" | "start" | "created">,
): OperationPlan {
  const plan: OperationPlan = {
    id: `P-${region.draw.hex(24)}`,
    clusterId,
    poolId,
    type,
    created,
    start,
    end: start + expected,
    state: "Scheduled",
    reason: null,
    taskId: null,
  };
  region.plans.set(plan.id, plan);
  return plan;
}

/** Checks a plan whose time has come, and executes it. */
export function executePlan(region: RegionState, plan: OperationPlan): void {
  const cluster = region.clusters.get(plan.clusterId);
  const pool = plan.poolId === null ? null : (cluster?.pools.get(plan.poolId) ?? undefined);
  if (cluster === undefined || pool === undefined) {
    refusePlan(plan, "TargetNotFound", "the target of the plan does not exist any more");
  } else if (textAt(cluster.document, "state") !== "running") {
    refusePlan(plan, "ErrorClusterState", "the cluster does not run");
  } else if (pool !== null && pool.state !== "active") {
    refusePlan(plan, "InvalidNodePoolStatus", `nodepool state is ${pool.state}`);
  } else {
    plan.state = "Executing";
    plan.taskId = startPlanned(region, cluster, pool, plan.type).id;
  }
}

function refusePlan(plan: OperationPlan, code: string, message: string): void {
  plan.state = "ValidatingFailed";
  plan.reason = { code, message };
}

function startPlanned(region: RegionState, cluster: Cluster, pool: NodePool | null, type: PlanType): Task {
  const parameters = { operation_plan: type };
  if (type === "CLUSTER_UPGRADE_MASTER") {
    const version = textAt(cluster.document, "next_version") ?? controlPlaneVersion(cluster);
    return startClusterChange(region, cluster, "cluster_upgrade", { current_version: version }, parameters);
  }
  if (type === "CLUSTER_UPGRADE_ADDON" || pool === null) {
    return startClusterChange(region, cluster, "cluster_addon_upgrade", {}, parameters);
  }
  if (type === "NODEPOOL_CONFIG") return startUpdate(region, pool, parameters);
  if (type === "CVE_FIX") {
    const levels = (textAt(pool.document, "management", "auto_vul_fix_policy", "vul_level") ?? "asap").split(",");
    const restarts = at(pool.document, "management", "auto_vul_fix_policy", "restart_node") !== false;
    const meant = keptNodes(pool).flatMap((node) =>
      node.vulnerabilities.filter(({ necessity }) => levels.includes(necessity)).map(({ name }) => name),
    );
    const nodes = keptNodes(pool).filter((node) => node.vulnerabilities.some(({ name }) => meant.includes(name)));
    const plan = { vulnerabilities: [...new Set(meant)], restarts, parallelism: 1 };
    return startFix(region, pool, nodes, plan, parameters);
  }
  const replaces = type === "NODEPOOL_UPDATE_OS" || type === "IMAGE_UPGRADE";
  const versions = plannedVersions(cluster, pool, type);
  const rolling = { maxParallelism: 10, pausePolicy: "NotPause", maxFailedNodes: 0, batchInterval: 0 } as const;
  return startUpgrade(region, pool, keptNodes(pool), { rolling, versions, replaces, wholePool: true }, parameters);
}

/** The newest of what the plan is about; the rest stays. */
function plannedVersions(cluster: Cluster, pool: NodePool, type: PlanType): NodeVersions {
  const present = versionsOf(pool);
  if (type === "KUBELET_UPGRADE") return { ...present, kubelet: controlPlaneVersion(cluster) };
  if (type === "CONTAINERD_UPGRADE") {
    const offered = versionOffers.find(({ version }) => version === present.kubelet)?.containerd ?? [];
    const [newest = present.runtime] = offered.toSorted((one, other) => compareVersions(other, one));
    return { ...present, runtime: newest };
  }
  const imageType = textAt(pool.document, "scaling_group", "image_type");
  const image = imageOffers.find((offer) => offer.type === imageType);
  return { ...present, image: image?.id ?? present.image };
}
