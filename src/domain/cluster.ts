import * as z from "zod";
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
  /** null: ACK may work on it at any time. */
  readonly maintenanceWindow: MaintenanceWindow | null;
}

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
export type Weekday = (typeof weekdays)[number];

/** When ACK may work on a cluster of its own accord (ACK: `maintenance_window`; takes effect in ACK Pro clusters). */
export const maintenanceWindow = z
  .object({
    /** Time of day in UTC, `03:00:00Z`. */
    start: z.string(),
    hours: z.int().min(1).max(24),
    /** English names; the recurrence is weekly. */
    days: z.array(z.string()).readonly(),
  })
  .readonly();
export type MaintenanceWindow = z.infer<typeof maintenanceWindow>;
