import { defineCommand } from "../src/command-kit/command.ts";
import {
  choice,
  flag,
  optional,
  pool,
  runtime,
  wholeNumber,
  word,
  words as names,
} from "../src/command-kit/parameters.ts";
import { largestParallelism, planUpgrade } from "../src/domain/changes/upgrade.ts";
import { ifKnown } from "../src/domain/cloud.ts";
import { failure, success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const upgrade = defineCommand({
  verb: "upgrade",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool() },
  options: {
    kubernetes: optional(word()),
    os: optional(word()),
    runtime: optional(runtime()),
    batch: optional(wholeNumber(1, largestParallelism)),
    pause: optional(choice(["never", "first", "every"])),
    "max-failed": optional(wholeNumber(0, 1000)),
    "replace-disk": flag(),
    nodes: optional(names()),
  },
  examples: [
    "upgrade prod-pool",
    'upgrade prod-pool --kubernetes 1.33.3-aliyun.1 --batch 2 --pause first --reason "security fixes"',
    "upgrade prod-pool --os aliyun_3_x64_20G_alibase_20250629.vhd --replace-disk",
    "upgrade prod-pool --runtime containerd@1.6.39",
  ],
  words: {
    en: {
      summary: "Upgrade Kubernetes, the OS image or the runtime of a pool's nodes",
      details: [
        words("With nothing named, the kubelet goes to the control plane's version. A newer one is not possible."),
        words("In place, system disks stay. With --replace-disk each node is made anew and its system disk is lost."),
        words("Nodes are upgraded in batches of 1, 2, 4, 8 … up to --batch. There is no way back."),
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        kubernetes: "Kubernetes version of the nodes",
        os: "OS image ID; needs --replace-disk",
        runtime: "Container runtime, like containerd@1.6.39",
        batch: "Nodes at once, 1 to 10",
        pause: "When to stop for a look",
        "max-failed": "Nodes that may fail before it stops",
        "replace-disk": "Replace system disks instead of upgrading in place",
        nodes: "Only these nodes, with commas between them",
      },
    },
    "zh-CN": {
      summary: "升级节点池的 Kubernetes、操作系统镜像或容器运行时",
      details: [
        words("什么都不指定时，kubelet 升级到控制面的版本，不能高于它。"),
        words("原地升级保留系统盘。使用 --replace-disk 会替换每个节点的系统盘，盘上数据全部丢失。"),
        words("节点分批升级，每批 1、2、4、8……个，不超过 --batch。升级后无法回退。"),
      ],
      parameters: {
        pool: "节点池名称，或 集群/节点池",
        kubernetes: "节点的 Kubernetes 版本",
        os: "操作系统镜像 ID；需要 --replace-disk",
        runtime: "容器运行时，例如 containerd@1.6.39",
        batch: "同时升级的节点数，1 到 10",
        pause: "何时暂停以便检查：never 不暂停，first 第一批后，every 每批后",
        "max-failed": "允许失败的节点数，超过则停止",
        "replace-disk": "替换系统盘，而不是原地升级",
        nodes: "只升级这些节点，用逗号分隔",
      },
    },
  },
  async run({ arguments: { pool: found }, options }, { cloud }) {
    const [cluster, nodes] = await Promise.all([
      cloud.cluster(found.cluster),
      options.nodes === null ? null : cloud.nodes(found),
    ]);
    const unknown = (options.nodes ?? []).filter((name) => nodes?.every((node) => node.name !== name) ?? false);
    if (unknown.length > 0) return failure({ code: "unknown-nodes", pool: found.name, nodes: unknown });
    const preview = planUpgrade(
      found,
      cluster,
      {
        kubernetes: options.kubernetes,
        image: options.os,
        runtime: options.runtime,
        replaceSystemDisk: options["replace-disk"],
        nodes: options.nodes,
        maxParallelism: options.batch,
        pause: options.pause,
        maxFailedNodes: options["max-failed"],
      },
      options.kubernetes === null ? null : await ifKnown(cloud.versions(cluster)),
    );
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
