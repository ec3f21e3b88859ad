/** Every action that the miniature serves. A new one is a file of this folder and a line here. */
import { cancelTask } from "./cancel-task.ts";
import { describeClusterDetail } from "./describe-cluster-detail.ts";
import { describeClusterEvents } from "./describe-cluster-events.ts";
import { describeClusterNodePoolDetail } from "./describe-cluster-node-pool-detail.ts";
import { describeClusterNodePools } from "./describe-cluster-node-pools.ts";
import { describeClusterNodes } from "./describe-cluster-nodes.ts";
import { describeClusterTasks } from "./describe-cluster-tasks.ts";
import { describeClustersForRegion } from "./describe-clusters-for-region.ts";
import { describeClustersV1 } from "./describe-clusters-v1.ts";
import { describeEvents } from "./describe-events.ts";
import { describeEventsForRegion } from "./describe-events-for-region.ts";
import { describeKubernetesVersionMetadata } from "./describe-kubernetes-version-metadata.ts";
import { describeTaskInfo } from "./describe-task-info.ts";
import { describeUserQuota } from "./describe-user-quota.ts";
import { modifyClusterNodePool } from "./modify-cluster-node-pool.ts";
import type { Operation } from "./operation.ts";
import { pauseTask } from "./pause-task.ts";
import { resumeTask } from "./resume-task.ts";
import { scaleClusterNodePool } from "./scale-cluster-node-pool.ts";
import { upgradeClusterNodepool } from "./upgrade-cluster-nodepool.ts";

export const operations: readonly Operation[] = [
  describeClustersForRegion,
  describeClustersV1,
  describeClusterDetail,
  describeClusterNodePools,
  describeClusterNodePoolDetail,
  modifyClusterNodePool,
  scaleClusterNodePool,
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
];
