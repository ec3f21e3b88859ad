/** The lively region of the demo: a production cluster with managed pools, and a staging cluster with older ones. */
import { clusterDocument, poolDocument } from "./documents.ts";
import type { ClusterSeed, NodeSeed, Seed } from "./seed.ts";
import { vulnerabilities as found } from "./vulnerabilities.ts";

const aged = (...days: readonly number[]): readonly NodeSeed[] => days.map((ageDays) => ({ ageDays }));

const kept = { kubelet: "1.32.7-aliyun.1", containerd: "1.6.38" } as const;

const prod: ClusterSeed = {
  document: clusterDocument({
    id: "c61da77e8bfbc4c4c999af2b51b65",
    name: "prod",
    version: "1.33.3-aliyun.1",
    nextVersion: "1.34.1-aliyun.1",
  }),
  addons: ["ack-node-problem-detector", "cluster-autoscaler"],
  // ACK makes plans at least a day ahead.
  plans: [
    { pool: "np6a5c86f4ecae436f8f4a3dc034a7f3d8", type: "KUBELET_UPGRADE", hoursAhead: 26 },
    { pool: "np0794239424a84eb7a95327369d56bb20", type: "CVE_FIX", hoursAhead: 50 },
  ],
  pools: [
    {
      document: poolDocument({
        ...kept,
        id: "np615c0e0966124216a0412e10afe0a1c7",
        name: "default-nodepool",
        isDefault: true,
        desiredSize: 2,
        instanceTypes: ["ecs.g7.large"],
        managed: false,
      }),
      nodes: aged(256, 256),
    },
    {
      document: poolDocument({
        ...kept,
        id: "np0794239424a84eb7a95327369d56bb20",
        name: "prod-pool",
        desiredSize: 3,
        instanceTypes: ["ecs.g7.2xlarge", "ecs.g7.4xlarge"],
        managed: true,
        more: {
          kubernetes_config: { labels: [{ key: "workload", value: "web" }] },
          scaling_group: { tags: [{ key: "team", value: "shop" }] },
        },
      }),
      nodes: aged(190, 121, 34),
      vulnerabilities: [found.openssl, found.glibc, found.curl, found.vim],
    },
    {
      document: poolDocument({
        ...kept,
        id: "np6a5c86f4ecae436f8f4a3dc034a7f3d8",
        name: "batch-pool",
        desiredSize: null,
        instanceTypes: ["ecs.c7.4xlarge"],
        managed: true,
        more: {
          auto_scaling: { enable: true, type: "cpu", min_instances: 0, max_instances: 20 },
          kubernetes_config: {
            labels: [{ key: "workload", value: "batch" }],
            taints: [{ key: "workload", value: "batch", effect: "NoSchedule" }],
          },
          scaling_group: { multi_az_policy: "COST_OPTIMIZED", tags: [{ key: "team", value: "data" }] },
        },
      }),
      nodes: aged(6, 3, 1, 0.2),
    },
    {
      document: poolDocument({
        ...kept,
        id: "npe25633140a7d4fbea56cd0479c5d9e1b",
        name: "gpu-pool",
        desiredSize: 2,
        instanceTypes: ["ecs.gn7i-c16g1.4xlarge"],
        managed: true,
        more: {
          management: { auto_repair_policy: { approval_required: true } },
          kubernetes_config: { taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }] },
          scaling_group: { tags: [{ key: "team", value: "ml" }] },
        },
      }),
      nodes: [{ ageDays: 88, chargeType: "PrePaid" }, { ageDays: 41 }],
    },
  ],
};

const staging: ClusterSeed = {
  document: clusterDocument({
    id: "c905d1364c2dd4b6284a3f41790c4e2af",
    name: "staging",
    version: "1.32.7-aliyun.1",
    nextVersion: "1.33.3-aliyun.1",
  }),
  // Without ack-node-problem-detector: managed features cannot be switched on.
  addons: [],
  pools: [
    {
      document: poolDocument({
        id: "npdd89dc2b76c04f14b06774883b2a64f0",
        name: "default-nodepool",
        isDefault: true,
        desiredSize: 1,
        kubelet: "1.31.9-aliyun.1",
        containerd: "1.6.36",
        instanceTypes: ["ecs.g7.large"],
        managed: false,
      }),
      nodes: aged(170),
    },
    {
      document: poolDocument({
        id: "np2f7b1c90d5e84a63b8c4069e71fa35d2",
        name: "web-pool",
        desiredSize: 2,
        kubelet: "1.31.9-aliyun.1",
        containerd: "1.6.36",
        instanceTypes: ["ecs.g7.xlarge"],
        managed: false,
      }),
      nodes: aged(120, 61),
      vulnerabilities: [found.curl],
    },
    {
      document: poolDocument({
        id: "np83e0d46fa1b74c2d9a5f7708c3b1e694",
        name: "legacy-pool",
        desiredSize: null,
        kubelet: "1.31.9-aliyun.1",
        containerd: "1.6.36",
        instanceTypes: ["ecs.c6.xlarge"],
        managed: false,
      }),
      nodes: [{ ageDays: 240, source: "manual" }, { ageDays: 170 }],
    },
  ],
};

export const defaultSeed: Seed = {
  chance: 20_261_121,
  quotas: { clusters: 50, poolsPerCluster: 20, nodesPerCluster: 1_000 },
  clusters: [prod, staging],
};
