import { type CloudReader, CloudError } from "../domain/cloud.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import type { Check, Finding } from "../domain/diagnosis.ts";
import type { Instant } from "../domain/ids.ts";

/** Actions of the ACK API by which the bot changes something, as RAM names them; whether it may shows only by using them. */
export const writingActions: readonly string[] = [
  "CreateClusterNodePool",
  "ModifyClusterNodePool",
  "UpgradeClusterNodepool",
  "RepairClusterNodePool",
  "FixNodePoolVuls",
  "RemoveNodePoolNodes",
  "DeleteClusterNodepool",
  "ModifyCluster",
  "PauseTask",
  "ResumeTask",
  "CancelTask",
  "CancelOperationPlan",
];

/** Clusters that are looked at in one go: each costs about ten calls. */
const mostClusters = 20;

/** A check for each cluster, of every reading call that the bot makes. The writing ones are named, not tried. */
export async function cloudChecks(cloud: CloudReader, now: () => Instant): Promise<readonly Check[]> {
  const untried: Finding = { code: "writing-untried", actions: writingActions };
  let clusters: readonly ClusterReference[];
  try {
    clusters = await cloud.clusters();
  } catch (error) {
    const failed = failureOf(error, null);
    return [{ name: "clusters", run: async () => [failed, untried] }];
  }
  const leftOut: Finding = { code: "clusters-left-out", looked: mostClusters, of: clusters.length };
  const list: readonly Finding[] = [
    ...(clusters.length === 0 ? [{ code: "no-clusters" } as const] : []),
    ...(clusters.length > mostClusters ? [leftOut] : []),
    untried,
  ];
  return [
    ...clusters.slice(0, mostClusters).map((reference) => ({
      name: `cluster ${reference.name}`,
      run: () => readCluster(cloud, reference, now),
    })),
    { name: "clusters", run: async () => list },
  ];
}

async function readCluster(
  cloud: CloudReader,
  reference: ClusterReference,
  now: () => Instant,
): Promise<readonly Finding[]> {
  const { name } = reference;
  const failures: Finding[] = [];
  let calls = 0;
  const tried = async <Value>(call: Promise<Value>): Promise<Value | null> => {
    calls += 1;
    try {
      return await call;
    } catch (error) {
      failures.push(failureOf(error, name));
      return null;
    }
  };

  // Alone first: where nobody answers, nobody has to wait for ten calls more.
  const cluster = await tried(cloud.cluster(reference));
  if (failures.some((found) => found.code === "cloud-call-failed" && found.failure === "unreachable")) return failures;
  const [pools, tasks] = await Promise.all([
    tried(cloud.nodePools(reference)),
    tried(cloud.tasks(reference)),
    tried(cloud.eventsSince(reference, now())),
    tried(cloud.plans(reference)),
    cluster === null ? null : tried(cloud.versions(cluster)),
  ]);
  const [pool] = pools ?? [];
  const [task] = tasks ?? [];
  await Promise.all([
    ...(pool === undefined
      ? []
      : [tried(cloud.nodePool(pool)), tried(cloud.nodes(pool)), tried(cloud.vulnerabilities(pool))]),
    ...(task === undefined ? [] : [tried(cloud.task(reference, task.id))]),
  ]);
  return [
    ...failures,
    ...(failures.length === 0 ? [{ code: "cluster-readable", cluster: name, calls } as const] : []),
    ...(pools?.length === 0 ? [{ code: "cluster-without-pool", cluster: name } as const] : []),
  ];
}

function failureOf(error: unknown, cluster: string | null): Finding {
  if (!(error instanceof CloudError)) throw error;
  const { action, failure, code: cloudCode, detail } = error;
  return { code: "cloud-call-failed", cluster, action, failure, cloudCode, detail };
}
