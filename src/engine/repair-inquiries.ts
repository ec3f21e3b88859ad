import {
  type ApproveRepairChange,
  approveRepair,
  approveRepairByHand,
  inquiryBasis,
} from "../domain/changes/approve-repair.ts";
import { CloudError, ifKnown } from "../domain/cloud.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import { freezeOver } from "../domain/freeze.ts";
import { type RepairOperation, shouldAsk } from "../domain/initiatives.ts";
import { isReady, type Node } from "../domain/node.ts";
import { carries, type KubernetesNode } from "../domain/kubernetes-node.ts";
import type { NodePool } from "../domain/node-pool.ts";
import { driftOf, seal } from "../domain/plan.ts";
import { requirementFor, subjectOf } from "../domain/policy.ts";
import type { Preview } from "../domain/preview.ts";
import { mayInquire, type RepairLabels, repairPolicyOf } from "../domain/repair-labels.ts";
import { byItself } from "./by-itself.ts";
import { lookForEvidence } from "./evidence.ts";
import type { Finding, LookDependencies } from "./initiatives.ts";

/** A pool that asks before it is repaired, and the labels by which it does. */
interface AskingPool {
  readonly pool: NodePool;
  readonly labels: readonly RepairLabels[];
}

/** Looks for nodes of a cluster that ACK waits to repair. The cluster's own API is asked only where a pool may ask. */
export function createRepairLook(cluster: ClusterReference, dependencies: LookDependencies): () => Promise<Finding> {
  const { cloud, nodes, known, settings, clock, log } = dependencies;
  /** Since when nodes have been seen not to be ready, by instance, where the cluster's API cannot be reached. */
  const unready = new Map<string, number>();
  /** Told once: it may stay so for good. */
  let closed = false;

  async function labelsOf(pool: NodePool): Promise<readonly RepairLabels[]> {
    const policy = repairPolicyOf(pool);
    const own = policy === null ? null : await ifKnown(cloud.repairLabels(cluster, policy));
    if (own !== null && own.length > 0) return own;
    return pool.management.approvalRequired || own === null ? [settings.labels] : [];
  }

  async function inquiring(asking: readonly AskingPool[]): Promise<readonly Preview<ApproveRepairChange>[]> {
    const pairs = new Map(asking.flatMap(({ labels }) => labels).map((each) => [JSON.stringify(each), each]));
    const found: Preview<ApproveRepairChange>[] = [];
    for (const labels of pairs.values()) {
      for (const node of await nodes.labelled(cluster, labels.inquiring)) {
        const pool = carries(node, labels.approved) ? null : await poolOf(node, asking);
        if (pool !== null) found.push(approveRepair(pool, node, labels));
      }
    }
    return found;
  }

  /** By ACK's label on the node; where it is missing, by ACK's list of nodes. */
  async function poolOf(node: KubernetesNode, asking: readonly AskingPool[]): Promise<NodePool | null> {
    if (node.poolId !== null) return asking.find(({ pool }) => pool.id === node.poolId)?.pool ?? null;
    for (const { pool } of asking) {
      if ((await cloud.nodes(pool)).some(({ name }) => name === node.name)) return pool;
    }
    return null;
  }

  /** Without a way to the nodes' labels: those that have not been ready for so long that ACK may be waiting. */
  async function unseen(asking: readonly AskingPool[]): Promise<readonly Preview<ApproveRepairChange>[]> {
    const now = clock.now();
    const broken: { readonly pool: NodePool; readonly node: Node; readonly labels: RepairLabels }[] = [];
    for (const { pool, labels } of asking) {
      const failing = (await cloud.nodes(pool)).filter((node) => !isReady(node));
      broken.push(...failing.map((node) => ({ pool, node, labels: labels[0] ?? settings.labels })));
    }
    const present = new Set(broken.map(({ node }) => node.instanceId));
    for (const id of unready.keys()) if (!present.has(id)) unready.delete(id);
    return broken.flatMap(({ pool, node, labels }) => {
      const since = unready.get(node.instanceId) ?? now;
      unready.set(node.instanceId, since);
      return now - since >= settings.unseenAfter ? [approveRepairByHand(pool, node, labels)] : [];
    });
  }

  async function asked(asking: readonly AskingPool[]): Promise<readonly Preview<ApproveRepairChange>[]> {
    if (asking.length === 0) return [];
    try {
      const found = await inquiring(asking);
      closed = false;
      return found;
    } catch (error) {
      if (!(error instanceof CloudError) || !noAccess.has(error.failure)) throw error;
      if (!closed) {
        log.warn({ err: error, cluster: cluster.id }, "nodes cannot be read through the cluster's Kubernetes API");
      }
      closed = true;
      return unseen(asking);
    }
  }

  return async () => {
    const pools = (await cloud.nodePools(cluster)).filter(mayInquire);
    const asking = await Promise.all(pools.map(async (pool) => ({ pool, labels: await labelsOf(pool) })));
    const previews = await asked(asking.filter(({ labels }) => labels.length > 0));
    for (const operation of known.openRepairs(cluster.id)) await follow(operation, dependencies);
    for (const preview of previews) {
      if (!isWanted(preview, dependencies)) continue;
      // Another replica may look at the same moment, while one hands over to the other: whoever comes second sees that people are asked.
      await dependencies.alone(async () => {
        await known.refresh();
        if (isWanted(preview, dependencies)) await ask(preview, pools, dependencies);
      });
    }
    // A node can fall ill at any time: where ACK would ask about it, people should hear of it soon.
    return asking.length > 0 ? "near" : "quiet";
  };
}

/** Failures by which it is plain that this cluster's nodes are not ours to read; others pass. */
const noAccess: ReadonlySet<string> = new Set(["denied", "not-found", "refused"]);

/** A question that nobody has answered yet may have come to its end without anybody's answer here. */
async function follow(operation: RepairOperation, { cloud, nodes, engine }: LookDependencies): Promise<void> {
  const { id, plan, state } = operation;
  if (state.stage !== "awaiting-sign-off") return;
  const evidence = await ifKnown(lookForEvidence({ cloud, nodes })(plan.change));
  if (evidence === null) return;
  const differences = driftOf(plan.basis, inquiryBasis(plan.change, evidence));
  if (differences.length > 0) await engine.overtake(id, differences);
}

/** Whether people have not been asked yet. */
function isWanted({ change }: Preview<ApproveRepairChange>, { known, clock }: LookDependencies): boolean {
  return shouldAsk(change, known.aboutNode(change.target.id, change.node), clock.now());
}

async function ask(
  preview: Preview<ApproveRepairChange>,
  pools: readonly NodePool[],
  { engine, rules, channels, clock, log }: LookDependencies,
): Promise<void> {
  const { change } = preview;
  const { target, node } = change;
  const at = clock.now();
  const pool = pools.find(({ id }) => id === target.id);
  const plan = seal(preview);
  const requirement = requirementFor(subjectOf(plan), rules.policies, rules.defaultApprovers, {
    at,
    poolSize: pool?.nodes.total ?? null,
    managed: pool?.management.enabled ?? null,
    repairsNeedApproval: true,
    labels: pool?.labels ?? [],
    requesterGroups: [],
    freeze: freezeOver(await engine.freezes(), change, at)?.name ?? null,
    lastChange: null,
  });
  log.info({ cluster: target.cluster.id, pool: target.id, node }, "ACK asks for permission to repair a node");
  await engine.request(byItself(plan, requirement, channels.decisions));
}
