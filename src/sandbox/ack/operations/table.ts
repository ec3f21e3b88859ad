/** Every action that the miniature serves. A new one is a file of this folder and a line here. */
import { attachInstancesToNodePool } from "./attach-instances-to-node-pool.ts";
import { cancelOperationPlan } from "./cancel-operation-plan.ts";
import { cancelTask } from "./cancel-task.ts";
import { createAutoRepairPolicy } from "./create-auto-repair-policy.ts";
import { createClusterNodePool } from "./create-cluster-node-pool.ts";
import { deleteAutoRepairPolicy } from "./delete-auto-repair-policy.ts";
import { deleteClusterNodepool } from "./delete-cluster-nodepool.ts";
import { describeAutoRepairPolicy } from "./describe-auto-repair-policy.ts";
import { describeClusterDetail } from "./describe-cluster-detail.ts";
import { describeClusterEvents } from "./describe-cluster-events.ts";
import { describeClusterNodePoolDetail } from "./describe-cluster-node-pool-detail.ts";
import { describeClusterNodePools } from "./describe-cluster-node-pools.ts";
import { describeClusterNodes } from "./describe-cluster-nodes.ts";
import { describeClusterTasks } from "./describe-cluster-tasks.ts";
import { describeClusterUserKubeconfig } from "./describe-cluster-user-kubeconfig.ts";
import { describeClustersForRegion } from "./describe-clusters-for-region.ts";
import { describeClustersV1 } from "./describe-clusters-v1.ts";
import { describeEventsForRegion } from "./describe-events-for-region.ts";
import { describeEvents } from "./describe-events.ts";
import { describeKubernetesVersionMetadata } from "./describe-kubernetes-version-metadata.ts";
import { describeNodePoolVuls } from "./describe-node-pool-vuls.ts";
import { describeTaskInfo } from "./describe-task-info.ts";
import { describeUserQuota } from "./describe-user-quota.ts";
import { fixNodePoolVuls } from "./fix-node-pool-vuls.ts";
import { getClusterCheck } from "./get-cluster-check.ts";
import { listAutoRepairPolicies } from "./list-auto-repair-policies.ts";
import { listClusterChecks } from "./list-cluster-checks.ts";
import { listOperationPlansForRegion } from "./list-operation-plans-for-region.ts";
import { listOperationPlans } from "./list-operation-plans.ts";
import { modifyAutoRepairPolicy } from "./modify-auto-repair-policy.ts";
import { modifyClusterNodePool } from "./modify-cluster-node-pool.ts";
import { modifyCluster } from "./modify-cluster.ts";
import type { Operation } from "./operation.ts";
import { pauseTask } from "./pause-task.ts";
import { removeNodePoolNodes } from "./remove-node-pool-nodes.ts";
import { repairClusterNodePool } from "./repair-cluster-node-pool.ts";
import { resumeTask } from "./resume-task.ts";
import { runClusterCheck } from "./run-cluster-check.ts";
import { runNodeOperation } from "./run-node-operation.ts";
import { scaleClusterNodePool } from "./scale-cluster-node-pool.ts";
import { syncClusterNodePool } from "./sync-cluster-node-pool.ts";
import { upgradeClusterNodepool } from "./upgrade-cluster-nodepool.ts";

export const operations: readonly Operation[] = [
  describeClustersForRegion,
  describeClustersV1,
  describeClusterDetail,
  modifyCluster,
  describeClusterNodePools,
  describeClusterNodePoolDetail,
  modifyClusterNodePool,
  createClusterNodePool,
  deleteClusterNodepool,
  scaleClusterNodePool,
  attachInstancesToNodePool,
  removeNodePoolNodes,
  repairClusterNodePool,
  runNodeOperation,
  describeNodePoolVuls,
  fixNodePoolVuls,
  syncClusterNodePool,
  upgradeClusterNodepool,
  describeClusterNodes,
  describeClusterTasks,
  describeTaskInfo,
  pauseTask,
  resumeTask,
  cancelTask,
  describeEvents,
  describeEventsForRegion,
  describeClusterEvents,
  describeKubernetesVersionMetadata,
  describeUserQuota,
  listOperationPlans,
  listOperationPlansForRegion,
  cancelOperationPlan,
  runClusterCheck,
  getClusterCheck,
  listClusterChecks,
  createAutoRepairPolicy,
  describeAutoRepairPolicy,
  listAutoRepairPolicies,
  modifyAutoRepairPolicy,
  deleteAutoRepairPolicy,
  describeClusterUserKubeconfig,
];
