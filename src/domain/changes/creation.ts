import * as z from "zod";
import type { Cluster } from "../cluster.ts";
import type { NodePool } from "../node-pool.ts";
import { type JsonObject, sameJson, valueAt } from "../json.ts";
import { leftOut, type LeftOut } from "../node-pool-request/clone.ts";
import type { RequestContext } from "../node-pool-request/context.ts";
import { differences } from "../node-pool-request/differences.ts";
import { withExplicitSwitches } from "../node-pool-request/management-switches.ts";
import type { RequestNotice } from "../node-pool-request/notices/notice.ts";
import { notices } from "../node-pool-request/notices/notices.ts";
import { readNodePoolRequest } from "../node-pool-request/read-request.ts";
import { secretIn } from "../node-pool-request/secrets.ts";
import type { Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { clusterTargetOf, newPoolTarget } from "./target.ts";
import { runningCluster } from "./preconditions.ts";

/** A new node pool (ACK: CreateClusterNodePool), made up by somebody or after another one. */
export const creationChange = z.object({
  kind: z.enum(["create", "clone"]),
  target: newPoolTarget,
  /** `cluster/pool` of the one it is cloned from. */
  source: z.string().nullable(),
  /** As ACK takes it. */
  request: z.record(z.string(), z.unknown()).readonly(),
  /** Where it differs from the source, as it is shown: of secrets nothing. Nothing of one that is not cloned. */
  differs: z.array(z.object({ path: z.string(), from: z.string().nullable(), to: z.string().nullable() })).readonly(),
  /** Fields of the source that the clone lacks, and that people should know of. */
  leftOut: z.array(leftOut).readonly(),
});
export type CreationChange = z.infer<typeof creationChange>;

export interface CreationWish {
  /** What it is cloned from: `cluster/pool`, and what would be asked for to have the very same. */
  readonly source: { readonly name: string; readonly request: JsonObject } | null;
  readonly name: string;
  /** Not yet checked. */
  readonly request: JsonObject;
  readonly leftOut: readonly LeftOut[];
}

/** A cluster may have so many pools until the quota is raised (ACK: DescribeUserQuota `cluster_nodepool_quota`). */
const defaultPoolsPerCluster = 20;

/**
 * Plans a pool. The request is checked before ACK is asked; what it leaves open that ACK documents differ in is said.
 * @param pools those that the cluster has
 */
export function planCreation(
  cluster: Cluster,
  pools: readonly NodePool[],
  { source, name, request: asked, leftOut: lacking }: CreationWish,
): Result<Preview<CreationChange>, Refusal> {
  const running = runningCluster(cluster);
  if (!running.ok) return running;
  const secret = secretIn(asked);
  if (secret !== null) return failure({ code: "secret-not-taken", field: secret });
  if (pools.some((pool) => pool.name === name)) {
    return failure({ code: "pool-name-taken", name, cluster: cluster.name });
  }
  const context: RequestContext = {
    clusterVersion: cluster.version,
    poolNames: pools.map((pool) => pool.name),
    zones: null,
  };
  const read = readNodePoolRequest(withExplicitSwitches(asked), context);
  if (!read.ok) return failure({ code: "request-invalid", problems: read.problem });
  const request: JsonObject = read.value;
  const nodes = nodesOf(request);
  const warnings: Warning[] = [];
  if (pools.length >= defaultPoolsPerCluster) warnings.push({ code: "pool-quota", quota: defaultPoolsPerCluster });
  if (valueAt(request, ["management", "enable"]) === true) warnings.push({ code: "needs-problem-detector" });
  if (valueAt(request, ["scaling_group", "scaling_policy"]) === "recycle") {
    warnings.push({ code: "stopped-nodes-stay" });
  }
  return success({
    change: {
      kind: source === null ? "create" : "clone",
      target: { ...clusterTargetOf(cluster), name },
      source: source?.name ?? null,
      request,
      differs: source === null ? [] : differences(source.request, request).filter(({ path }) => path !== namePath),
      leftOut: lacking,
    },
    basis: { "pool-exists": false },
    effect: { nodes, batches: nodes === 0 ? [] : [nodes], disruptions: [], minutes: { least: 1, most: 10 } },
    warnings: [
      ...warnings,
      ...newNotices(notices(read.value, context), source?.request ?? null, context).map((notice): Warning => ({
        code: "request-notice",
        notice,
      })),
    ],
  });
}

const namePath = "nodepool_info.name";

/** What is worth knowing of a clone: not what holds of its source as well, but what nobody here has checked. */
function newNotices(
  all: readonly RequestNotice[],
  source: JsonObject | null,
  context: RequestContext,
): readonly RequestNotice[] {
  const read = source === null ? null : readNodePoolRequest(source, context);
  const known = read?.ok === true ? notices(read.value, context) : [];
  return all.filter((notice) => notice.code === "unknown-field" || !known.some((one) => sameJson(one, notice)));
}

export const creationConduct: Conduct<CreationChange> = {
  ...usualConduct,
  basis: (_, { pool }) => ({ "pool-exists": pool !== null }),
  reached: ({ request }, { pool }) =>
    pool !== null && pool.nodes.initial === 0 && pool.nodes.serving >= (scalesItself(request) ? 0 : nodesOf(request)),
  taken: (_, { pool }) => pool !== null,
  nodesDone: (_, { pool }) => pool?.nodes.serving ?? 0,
  // ACK refuses a second pool of the same name.
  repeatable: true,
  taskTypes: ["nodepool_create"],
};

const scalesItself = (request: JsonObject): boolean => valueAt(request, ["auto_scaling", "enable"]) === true;

/** How many nodes a request begins with. */
export function nodesOf(request: JsonObject): number {
  const size = valueAt(
    request,
    scalesItself(request) ? ["auto_scaling", "min_instances"] : ["scaling_group", "desired_size"],
  );
  return typeof size === "number" ? size : 0;
}
