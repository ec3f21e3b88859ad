import { defineCommand } from "../src/command-kit/command.ts";
import { choice, optional, pool, repeated, words as names } from "../src/command-kit/parameters.ts";
import { planRepair } from "../src/domain/changes/repair.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

const components = ["kubelet", "containerd", "docker", "ntp"] as const;

export const repair = defineCommand({
  verb: "repair",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), nodes: optional(repeated(names())) },
  options: { restart: optional(choice(components)) },
  examples: ["repair prod-pool", "repair prod-pool cn-hangzhou.10.0.3.7 --restart kubelet"],
  words: {
    en: {
      summary: "Repair nodes of a pool",
      details: [
        words("Without names, the nodes that are not ready. ACK looks for what is wrong and restarts what has to be."),
        words("Where restarting components does not help, ACK may drain the node and restart it: pods move."),
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        nodes: "Names or instance IDs; left out: the nodes that are not ready",
        restart: "Restart only this component",
      },
    },
  },
  async run({ arguments: { pool: found, nodes: named }, options: { restart } }, { cloud }) {
    const [cluster, nodes] = await Promise.all([cloud.cluster(found.cluster), cloud.nodes(found)]);
    const operations = restart === null ? null : [`restart.${restart}` as const];
    const preview = planRepair(found, cluster, { nodes: named, operations }, nodes);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
