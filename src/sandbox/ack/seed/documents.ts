/** Clusters and pools as ACK shows them, with every field that a grown pool has. */
import { type JsonObject, merge } from "../json.ts";
import type { ClusterSeed } from "./seed.ts";

export interface PoolFacts {
  /** `np` and 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly isDefault?: boolean;
  /** null: the field is not there at all. */
  readonly desiredSize: number | null;
  readonly kubelet: string;
  readonly containerd: string;
  readonly instanceTypes: readonly string[];
  readonly managed: boolean;
  /** Merged over everything else. */
  readonly more?: JsonObject;
}

/** A pool's document. Ids of the scaling group and the like follow from the pool's id. */
export function poolDocument(facts: PoolFacts): JsonObject {
  const { id, name, isDefault = false, desiredSize, kubelet, containerd, instanceTypes, managed, more = {} } = facts;
  const document: JsonObject = {
    nodepool_info: {
      nodepool_id: id,
      name,
      type: "ess",
      region_id: "cn-hangzhou",
      resource_group_id: "rg-acfmyvw3wjmbq7i",
      is_default: isDefault,
      created: "2026-03-10T14:25:37.285530433+08:00",
      updated: "2026-09-15T15:39:45.41+08:00",
    },
    scaling_group: {
      ...(desiredSize === null ? {} : { desired_size: desiredSize }),
      scaling_group_id: `asg-bp1${id.slice(2, 19)}`,
      instance_types: instanceTypes,
      vswitch_ids: ["vsw-bp1k3u5wzt4lfe8q2hma1", "vsw-bp1x7c9dpr0yv6nb8gjo2"],
      instance_charge_type: "PostPaid",
      period: 0,
      period_unit: "Month",
      auto_renew: false,
      auto_renew_period: 0,
      image_type: "AliyunLinux3",
      image_id: "aliyun_3_x64_20G_alibase_20250629.vhd",
      platform: "AliyunLinux",
      system_disk_category: "cloud_essd",
      system_disk_categories: ["cloud_essd", "cloud_efficiency"],
      system_disk_performance_level: "PL1",
      system_disk_size: 120,
      system_disk_encrypted: false,
      data_disks: [
        {
          category: "cloud_essd",
          size: 200,
          encrypted: "false",
          performance_level: "PL1",
          auto_format: true,
          file_system: "ext4",
          mount_target: "/var/lib/container",
        },
      ],
      key_pair: "sre-2026",
      security_group_id: "sg-bp16qz8jw0d2m9xk4r7t",
      security_group_ids: ["sg-bp16qz8jw0d2m9xk4r7t"],
      multi_az_policy: "BALANCE",
      scaling_policy: "release",
      spot_strategy: "NoSpot",
      spot_instance_remedy: false,
      compensate_with_on_demand: true,
      tags: [{ key: "team", value: "platform" }],
      rds_instances: [],
      internet_charge_type: "",
      internet_max_bandwidth_out: 0,
      ram_role_name: "KubernetesWorkerRole-4a4fa089-80c1-48a5-b3c6-9349311f2c07",
      instance_metadata_options: { http_tokens: "required" },
      login_as_non_root: false,
      cis_enabled: false,
      soc_enabled: false,
      security_hardening_os: false,
    },
    auto_scaling: { enable: false, type: "cpu", min_instances: 0, max_instances: 0, is_bond_eip: false },
    kubernetes_config: {
      labels: [],
      taints: [],
      unschedulable: false,
      runtime: "containerd",
      runtime_version: containerd,
      cpu_policy: "none",
      cms_enabled: true,
      node_name_mode: "nodeip",
      user_data: "",
      pre_user_data: "",
    },
    node_components: [{ name: "kubelet", version: kubelet, config_revision: "1" }],
    node_config: { kubelet_configuration: { maxPods: 64 } },
    management: managed
      ? {
          enable: true,
          auto_repair: true,
          auto_repair_policy: {
            restart_node: true,
            approval_required: false,
            max_parallel_repairing_nodes: "1",
            max_unhealthy_nodes_threshold: "100%",
          },
          auto_upgrade: false,
          auto_vul_fix: true,
          auto_vul_fix_policy: { vul_level: "asap", restart_node: true, exclude_packages: "kernel" },
          upgrade_config: { auto_upgrade: false, surge: 0, surge_percentage: 0, max_unavailable: 1 },
        }
      : { enable: false },
    tee_config: { tee_enable: false },
    auto_mode: { enable: false },
    max_nodes: 0,
  };
  return merge(document, more);
}

export interface ClusterFacts {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly nextVersion: string;
}

/** The document of an ACK Pro cluster that runs. */
export function clusterDocument({ id, name, version, nextVersion }: ClusterFacts): ClusterSeed["document"] {
  return {
    cluster_id: id,
    name,
    region_id: "cn-hangzhou",
    zone_id: "cn-hangzhou-k",
    cluster_type: "ManagedKubernetes",
    cluster_spec: "ack.pro.small",
    profile: "Default",
    state: "running",
    current_version: version,
    init_version: version,
    next_version: nextVersion,
    created: "2026-03-10T14:12:26+08:00",
    updated: "2026-11-02T03:28:09+08:00",
    deletion_protection: true,
    docker_version: "",
    cluster_domain: "cluster.local",
    container_cidr: "172.20.0.0/16",
    service_cidr: "172.21.0.0/20",
    subnet_cidr: "172.20.0.0/16",
    node_cidr_mask: "26",
    ip_stack: "ipv4",
    network_mode: "vpc",
    private_zone: false,
    proxy_mode: "ipvs",
    resource_group_id: "rg-acfmyvw3wjmbq7i",
    security_group_id: "sg-bp16qz8jw0d2m9xk4r7t",
    vpc_id: "vpc-bp1uu5p9e3kz0h2c8nq7a",
    vswitch_id: "vsw-bp1k3u5wzt4lfe8q2hma1,vsw-bp1x7c9dpr0yv6nb8gjo2",
    vswitch_ids: ["vsw-bp1k3u5wzt4lfe8q2hma1", "vsw-bp1x7c9dpr0yv6nb8gjo2"],
    external_loadbalancer_id: "lb-bp1m4a6x8s2f0d9gk7wqe",
    worker_ram_role_name: "KubernetesWorkerRole-4a4fa089-80c1-48a5-b3c6-9349311f2c07",
    timezone: "Asia/Shanghai",
    master_url: '{"intranet_api_server_endpoint":"https://10.0.255.10:6443"}',
    meta_data: '{"Addons":[]}',
    parameters: {},
    tags: [{ key: "env", value: name }],
    maintenance_window: {
      enable: true,
      maintenance_time: "03:00:00Z",
      duration: "3h",
      weekly_period: "Thursday",
      recurrence: "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH",
    },
    operation_policy: { cluster_auto_upgrade: { enabled: false, channel: "patch" } },
    auto_mode: { enable: false },
  };
}
