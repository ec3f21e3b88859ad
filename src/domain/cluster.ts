import type { ClusterId } from "./ids.ts";

/** What names a cluster: enough to ask the cloud about it. */
export interface ClusterReference {
  readonly id: ClusterId;
  /** What people type. */
  readonly name: string;
  /** Alibaba Cloud region id, `cn-hangzhou` for example. Task ids and endpoints belong to it. */
  readonly region: string;
}

/** A cluster as ACK describes it (ACK: DescribeClusterDetail). */
export interface Cluster extends ClusterReference {
  /** `running` is the only state in which node pools can be worked on. */
  readonly state: string;
  /** Kubernetes version of the control plane, `1.33.3-aliyun.1` for example. */
  readonly version: string;
  /** The version the control plane can be upgraded to, if any. */
  readonly nextVersion: string | null;
}
