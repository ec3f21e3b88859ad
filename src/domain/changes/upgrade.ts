import * as z from "zod";
import type { VersionOffer } from "../cloud.ts";
import type { Cluster } from "../cluster.ts";
import type { NodePool } from "../node-pool.ts";
import type { Basis, Disruption, Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { batchSizes } from "../rolling.ts";
import { compareVersions, minorSkew } from "../versions.ts";
import { poolTarget, targetOf } from "./target.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import type { Narrowing, PoolView } from "./narrowing.ts";
import { workablePool } from "./preconditions.ts";
import { advisedSize } from "./scale.ts";

const runtime = z.object({ name: z.string(), version: z.string() }).readonly();
export type Runtime = z.infer<typeof runtime>;

/** When an upgrade stops for a go-ahead (ACK: `rolling_policy.pause_policy`). */
const pausePolicy = z.enum(["never", "first", "every"]);
export type PausePolicy = z.infer<typeof pausePolicy>;

/** How an upgrade proceeds (ACK: UpgradeClusterNodepool `rolling_policy`). */
const rolling = z.object({
  /** Nodes that are upgraded at once, 1 to 10. */
  maxParallelism: z.int().min(1).max(10),
  pause: pausePolicy,
  /** Nodes that may fail before the task stops; 0: the first failure stops it. */
  maxFailedNodes: z.int().min(0),
});

/** New versions for the nodes of a pool (ACK: UpgradeClusterNodepool). Parts that stay are null. */
export const upgradeChange = z.object({
  kind: z.literal("upgrade"),
  target: poolTarget,
  /** Of the kubelet; `from` is null where ACK does not tell it. */
  kubernetes: z.object({ from: z.string().nullable(), to: z.string() }).nullable(),
  image: z.object({ from: z.string().nullable(), to: z.string() }).nullable(),
  runtime: z.object({ from: runtime.nullable(), to: runtime }).nullable(),
  /** Nodes are made anew on a fresh system disk, instead of being upgraded in place. */
  replaceSystemDisk: z.boolean(),
  /** Node names; null: every node of the pool. */
  nodes: z.array(z.string()).readonly().nullable(),
  rolling,
});
export type UpgradeChange = z.infer<typeof upgradeChange>;

/** What a person asks for; what is left out stays as it is. With no part named, kubelet goes to the control plane's version. */
export interface UpgradeWish {
  readonly kubernetes: string | null;
  readonly image: string | null;
  readonly runtime: Runtime | null;
  readonly replaceSystemDisk: boolean;
  readonly nodes: readonly string[] | null;
  readonly maxParallelism: number | null;
  readonly pause: PausePolicy | null;
  readonly maxFailedNodes: number | null;
}

/** ACK's own default and largest value. */
export const largestParallelism = 10;
/** Kubelet may be this many minor versions older than the control plane (Kubernetes version skew policy). */
const largestSkew = 3;

/** Minutes a batch takes, as ACK documents: 5 to 10 in place, about 8 by system disk; a drain may add up to 30. */
const minutesInPlace = { least: 5, most: 10 };
const minutesByReplacement = { least: 8, most: 40 };

/**
 * Plans an upgrade.
 * @param offers versions that ACK offers; null where they could not be read: the cloud then judges alone
 */
export function planUpgrade(
  pool: NodePool,
  cluster: Cluster,
  wish: UpgradeWish,
  offers: readonly VersionOffer[] | null,
): Result<Preview<UpgradeChange>, Refusal> {
  const workable = workablePool(pool, cluster);
  if (!workable.ok) return workable;

  const nothingNamed = wish.kubernetes === null && wish.image === null && wish.runtime === null;
  const kubernetes = wish.kubernetes ?? (nothingNamed ? cluster.version : null);
  const version = kubernetes === null ? null : offeredKubernetes(kubernetes, cluster, offers);
  if (version !== null && !version.ok) return version;
  // An image reaches a node only with a new system disk (ACK: change of the operating system).
  if (wish.image !== null && !wish.replaceSystemDisk) return failure({ code: "image-needs-disk-replacement" });

  const parallelism = wish.maxParallelism ?? largestParallelism;
  if (parallelism < 1 || parallelism > largestParallelism) {
    return failure({
      code: "parallelism-out-of-range",
      value: parallelism,
      smallest: 1,
      largest: largestParallelism,
    });
  }
  const count = wish.nodes?.length ?? pool.nodes.total;
  if (nothingNamed && !wish.replaceSystemDisk && pool.kubeletVersion === cluster.version) {
    return failure({ code: "already-this-version", pool: pool.name, version: cluster.version });
  }
  if (count === 0) return failure({ code: "pool-without-nodes", pool: pool.name });

  const change: UpgradeChange = {
    kind: "upgrade",
    target: targetOf(pool),
    kubernetes: version === null ? null : { from: pool.kubeletVersion, to: version.value },
    image: wish.image === null ? null : { from: pool.imageId, to: wish.image },
    runtime: wish.runtime === null ? null : { from: pool.runtime, to: wish.runtime },
    replaceSystemDisk: wish.replaceSystemDisk,
    nodes: wish.nodes,
    rolling: {
      maxParallelism: parallelism,
      pause: wish.pause ?? "never",
      maxFailedNodes: wish.maxFailedNodes ?? 0,
    },
  };
  const batches = batchSizes(count, parallelism);
  const minutes = wish.replaceSystemDisk ? minutesByReplacement : minutesInPlace;
  return success({
    change,
    basis: upgradeBasis(pool, cluster),
    effect: {
      nodes: count,
      batches,
      disruptions: disruptionsOf(change),
      minutes: { least: minutes.least * batches.length, most: minutes.most * batches.length },
    },
    warnings: warningsOf(pool, change),
  });
}

/** Plans the same for fewer nodes, or for fewer at once. */
export function narrowUpgrade(
  { kubernetes, image, runtime: engine, replaceSystemDisk, nodes: named, rolling: pace }: UpgradeChange,
  { nodes: count, parallelism }: Narrowing,
  { pool, cluster, nodes }: PoolView,
): Result<Preview<UpgradeChange>, Refusal> {
  const all = named ?? nodes.map(({ name }) => name);
  return planUpgrade(
    pool,
    cluster,
    {
      kubernetes: kubernetes?.to ?? null,
      image: image?.to ?? null,
      runtime: engine?.to ?? null,
      replaceSystemDisk,
      nodes: count === null ? named : all.slice(0, count),
      maxParallelism: parallelism ?? pace.maxParallelism,
      pause: pace.pause,
      maxFailedNodes: pace.maxFailedNodes,
    },
    null,
  );
}

export const upgradeConduct: Conduct<UpgradeChange> = {
  ...usualConduct,
  basis: (_, { pool, cluster }) => (pool === null ? {} : upgradeBasis(pool, cluster)),
  reached: () => null,
  nodesDone: () => null,
  repeatable: false,
  workingState: "upgrading",
  taskTypes: ["upgrade"],
};

/** What a signed-off upgrade rests on: where any of this moves, the plan is stale. */
function upgradeBasis(pool: NodePool, cluster: Cluster): Basis {
  return {
    "control-plane-version": cluster.version,
    "kubelet-version": pool.kubeletVersion,
    image: pool.imageId,
    runtime: pool.runtime === null ? null : `${pool.runtime.name}@${pool.runtime.version}`,
    // A pool that scales itself changes its size all the time: there the number of nodes says nothing.
    "node-count": pool.sizing.mode === "automatic" ? null : pool.nodes.total,
  };
}

function offeredKubernetes(
  wanted: string,
  cluster: Cluster,
  offers: readonly VersionOffer[] | null,
): Result<string, Refusal> {
  const offered = [...new Set([cluster.version, ...(offers ?? []).map((offer) => offer.kubernetes)])];
  const version = offered.find((candidate) => candidate === wanted || candidate.startsWith(`${wanted}-`)) ?? wanted;
  const difference = compareVersions(version, cluster.version);
  if (difference === null) return failure({ code: "not-a-version", value: wanted, example: cluster.version });
  if (difference > 0) {
    return failure({
      code: "newer-than-control-plane",
      wanted: version,
      controlPlane: cluster.version,
    });
  }
  const skew = minorSkew(version, cluster.version);
  if (skew === null || skew > largestSkew) {
    return failure({
      code: "too-old-for-control-plane",
      wanted: version,
      controlPlane: cluster.version,
    });
  }
  return success(version);
}

function disruptionsOf(change: UpgradeChange): readonly Disruption[] {
  if (change.replaceSystemDisk) return ["system-disk-replaced", "nodes-drained", "pods-restart", "connections-break"];
  if (change.runtime !== null) return ["system-disk-kept", "nodes-may-drain", "pods-restart", "connections-break"];
  return ["system-disk-kept", "kubelet-restarts", "nodes-may-drain"];
}

function warningsOf(pool: NodePool, change: UpgradeChange): readonly Warning[] {
  const warnings: Warning[] = [{ code: "no-way-back" }];
  if (pool.isDefault) warnings.push({ code: "default-pool" });
  if (change.replaceSystemDisk) warnings.push({ code: "nothing-persistent-on-system-disk" });
  if (pool.nodes.total < advisedSize) warnings.push({ code: "single-node" });
  return warnings;
}
