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
