import type { Cluster, ClusterReference } from "./cluster.ts";
import type { Instant, TaskId } from "./ids.ts";
import type { NodePool } from "./node-pool.ts";
import type { Node } from "./node.ts";
import type { RepairLabels } from "./repair-labels.ts";
import type { Task, TaskSummary } from "./task.ts";

/** Versions that ACK offers for node pools of a cluster (ACK: DescribeKubernetesVersionMetadata). */
export interface VersionOffer {
  readonly kubernetes: string;
  readonly runtimes: readonly { readonly name: string; readonly version: string }[];
  readonly images: readonly { readonly id: string; readonly name: string }[];
}

/** A vulnerability on nodes of a pool (ACK: DescribeNodePoolVuls), by ACK's own name. */
export interface Vulnerability {
  readonly name: string;
  readonly alias: string | null;
  readonly cves: readonly string[];
  /** `asap` (high), `later` (medium) or `nntf` (low). */
  readonly necessity: string;
  readonly needsReboot: boolean;
  /** What a fix updates. */
  readonly packages: readonly string[];
  /** Names of the nodes that have it. */
  readonly nodes: readonly string[];
}

/** Vulnerabilities of a pool, and whether ACK can fix them. */
export interface VulnerabilityReport {
  readonly found: readonly Vulnerability[];
  /** Whether the account has bought the fixing of vulnerabilities in Security Center; null: ACK does not tell. */
  readonly fixServiceBought: boolean | null;
}

/** What ACK means to do on its own (ACK: ListOperationPlansForRegion). Its two APIs spell states and types in different cases. */
export interface OperationPlan {
  readonly id: string;
  readonly cluster: ClusterReference["id"];
  /** Upper case, `KUBELET_UPGRADE` for example. */
  readonly type: string;
  /** Lower case: `scheduled`, `executing`, `executed`, `failed`, `validatingfailed`, `canceled`. */
  readonly state: string;
  readonly reason: string | null;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly taskId: string | null;
}

/** Something that happened to a cluster (ACK: DescribeClusterEvents). */
export interface ClusterEvent {
  readonly id: string;
  /** null: ACK does not tell. */
  readonly cluster: ClusterReference["id"] | null;
  readonly type: string;
  readonly level: string;
  /** The pool or cluster it is about, as ACK names it. */
  readonly subject: string | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly at: Instant | null;
}

/** Part of a long list. */
export interface Excerpt<Item> {
  readonly items: readonly Item[];
  /** Whether nothing that was asked for is missing: no list is followed without an end. */
  readonly complete: boolean;
}

/**
 * The cloud to look at, never to change: all that commands get. Every method throws {@link CloudError} and nothing
 * else.
 */
export interface CloudReader {
  clusters(): Promise<readonly ClusterReference[]>;
  cluster(cluster: ClusterReference): Promise<Cluster>;
  nodePools(cluster: ClusterReference): Promise<readonly NodePool[]>;
  /** In full: the list leaves fields out. */
  nodePool(pool: Pick<NodePool, "cluster" | "id">): Promise<NodePool>;
  nodes(pool: Pick<NodePool, "cluster" | "id">): Promise<readonly Node[]>;
  /**
   * The newest tasks of a cluster, at least those of the last hours. @param wanted looked for further back, as far as that costs less than
   * asking for each of them
   */
  tasks(cluster: ClusterReference, wanted?: readonly TaskId[]): Promise<readonly TaskSummary[]>;
  /** null: ACK does not know the task (any more). */
  task(cluster: ClusterReference, id: TaskId): Promise<Task | null>;
  versions(cluster: Cluster): Promise<readonly VersionOffer[]>;
  vulnerabilities(pool: Pick<NodePool, "cluster" | "id">): Promise<VulnerabilityReport>;
  /** The newest plans of a cluster: ACK keeps 100 of a region. */
  plans(cluster: ClusterReference): Promise<readonly OperationPlan[]>;
  /** The newest plans of all clusters of a region, by one call. */
  plansOfRegion(region: string): Promise<readonly OperationPlan[]>;
  /** By which labels an auto repair policy asks for permission; none: it does not ask. Invited accounts only have such policies. */
  repairLabels(cluster: ClusterReference, policy: string): Promise<readonly RepairLabels[]>;
  /** Tasks that began since a moment, newest first. */
  tasksSince(cluster: ClusterReference, since: Instant): Promise<Excerpt<TaskSummary>>;
  /** What happened since a moment, newest first. */
  eventsSince(cluster: ClusterReference, since: Instant): Promise<Excerpt<ClusterEvent>>;
  regionEventsSince(region: string, since: Instant): Promise<Excerpt<ClusterEvent>>;
}

/**
 * Why a call to the cloud failed, by what to do about it.
 * - `not-found`, `denied`, `refused`: the cloud answered, and nothing was done.
 * - `throttled`: nothing was done; the same call may be made later.
 * - `unreachable`: no answer, or none that can be read. Of a change, nobody knows whether it was done.
 */
export type CloudFailure = "not-found" | "denied" | "refused" | "throttled" | "unreachable";

/** What is good to know and not needed: null where the cloud cannot tell it. */
export async function ifKnown<Value>(asked: Promise<Value>): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CloudError) return null;
    throw error;
  }
}

/** A failed call to the cloud. Its message is for logs; people get words by `failure` and `code`. */
export class CloudError extends Error {
  override readonly name = "CloudError";
  readonly failure: CloudFailure;
  /** ACK's own error code, `InvalidNodePoolStatus.Forbidden` for example; of a lost answer, the cause's name. */
  readonly code: string;
  /** The API action, `DescribeClusterNodePools` for example. */
  readonly action: string;
  /** What support asks for. */
  readonly requestId: string | null;
  /** How long the cloud asks to wait, in milliseconds. */
  readonly retryAfter: number | null;
  /** ACK's own sentence. */
  readonly detail: string;

  constructor(facts: {
    failure: CloudFailure;
    code: string;
    action: string;
    detail: string;
    requestId: string | null;
    retryAfter: number | null;
    cause: unknown;
  }) {
    super(`${facts.action}: ${facts.code}: ${facts.detail}`, { cause: facts.cause });
    this.failure = facts.failure;
    this.code = facts.code;
    this.action = facts.action;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
  }
}
