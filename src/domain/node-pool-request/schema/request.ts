import * as z from "zod";
import { autoScaling } from "./auto-scaling.ts";
import { kubernetesConfig } from "./kubernetes-config.ts";
import { management } from "./management.ts";
import { nodeComponent, nodeConfig } from "./node-config.ts";
import { nodepoolInfo } from "./nodepool-info.ts";
import { autoMode, efloNodeGroup, interconnectConfig, interconnectMode, teeConfig } from "./other-kinds.ts";
import { scalingGroup } from "./scaling-group.ts";

/**
 * The body of CreateClusterNodePool as the API takes it. Fields that are not listed are kept: the API may be newer than this list.
 * Documented defaults are told in comments and never filled in, as ACK has changed them before.
 */
export const nodePoolRequest = z.looseObject({
  nodepool_info: nodepoolInfo,
  auto_scaling: autoScaling.optional(),
  management: management.optional(),
  scaling_group: scalingGroup.optional(),
  node_config: nodeConfig.optional(),
  kubernetes_config: kubernetesConfig.optional(),
  tee_config: teeConfig.optional(),
  node_components: z.array(nodeComponent).optional(),
  auto_mode: autoMode.optional(),
  eflo_node_group: efloNodeGroup.optional(),
  interconnect_mode: interconnectMode.optional(),
  /** Of edge pools: pods use the network of their host. */
  host_network: z.boolean().optional(),
  /** Of edge pools: nodes reach each other at layer 3. */
  intranet: z.boolean().optional(),
  // Deprecated
  interconnect_config: interconnectConfig.optional(),
  count: z.number().optional(),
  max_nodes: z.number().optional(),
});

export type NodePoolRequest = z.infer<typeof nodePoolRequest>;
export type ScalingGroup = z.infer<typeof scalingGroup>;
