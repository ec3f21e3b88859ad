import * as z from "zod";
import { base64, nonEmptyText } from "./field.ts";

/** ACK: the data type Tag, as a label. The syntax of key and value is a rule, which says what of them is wrong. */
const label = z.looseObject({ key: z.string(), value: z.string().optional() });

/** ACK: the data type Taint. */
const taint = z.looseObject({
  key: z.string(),
  value: z.string().optional(),
  /** Default: NoSchedule. */
  effect: z.enum(["NoSchedule", "NoExecute", "PreferNoSchedule"]).optional(),
});

/** ACK: CreateClusterNodePool `kubernetes_config`. */
export const kubernetesConfig = z.looseObject({
  labels: z.array(label).optional(),
  taints: z.array(taint).optional(),
  /** Default: containerd. */
  runtime: z.enum(["containerd", "Sandboxed-Container.runv", "docker"]).optional(),
  runtime_version: nonEmptyText.optional(),
  /** Default: none. */
  cpu_policy: z.enum(["none", "static"]).optional(),
  /** Runs after a node joins, in base64. */
  user_data: base64.optional(),
  /** Runs before a node joins, in base64. Needs a quota of its own. */
  pre_user_data: base64.optional(),
  /** New nodes take no pods. */
  unschedulable: z.boolean().optional(),
  /** The CloudMonitor agent. Default: false. */
  cms_enabled: z.boolean().optional(),
  node_name_mode: nonEmptyText.optional(),
});
