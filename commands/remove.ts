import { defineCommand } from "../src/command-kit/command.ts";
import { flag, pool, repeated, words as names } from "../src/command-kit/parameters.ts";
import { planRemoval } from "../src/domain/changes/removal.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const remove = defineCommand({
  verb: "remove",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), nodes: repeated(names()) },
  options: { drain: flag(), release: flag() },
  examples: [
    "remove prod-pool cn-hangzhou.10.0.3.7 --drain",
    "remove prod-pool i-bp1a2b3c4d5e6f7g8h9i --drain --release",
  ],
  words: {
    en: {
      summary: "Take nodes out of a pool and its cluster",
      details: [
        words("The desired size goes down with them, so that ACK makes none in their place."),
        words(
          "With --release pay-as-you-go instances are released. Subscriptions stay and go on costing until their term ends.",
        ),
        words("Do not delete nodes by kubectl: such a node cannot join another cluster."),
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        nodes: "Names or instance IDs of the nodes",
        drain: "Move the pods away first",
        release: "Release the ECS instances, too",
      },
    },
  },
  async run({ arguments: { pool: found, nodes: named }, options: { drain, release } }, { cloud }) {
    const [cluster, nodes] = await Promise.all([cloud.cluster(found.cluster), cloud.nodes(found)]);
    const preview = planRemoval(found, cluster, { nodes: named, drain, release }, nodes);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
