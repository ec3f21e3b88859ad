import { defineCommand } from "../src/command-kit/command.ts";
import { pool, word } from "../src/command-kit/parameters.ts";
import { creationOptions, creationSteps, settingOptions, withCreation } from "../src/command-kit/pool-options.ts";
import { planCreation } from "../src/domain/changes/creation.ts";
import { qualifiedName } from "../src/domain/node-pool.ts";
import { cloneRequest, lackingIn } from "../src/domain/node-pool-request/clone.ts";
import { withOverrides } from "../src/domain/node-pool-request/overrides.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";
import * as optionWords from "../src/words/en/pool-options.ts";

export const clone = defineCommand({
  verb: "clone",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), name: word() },
  options: { ...creationOptions, ...settingOptions },
  examples: [
    "clone prod-pool prod-pool-b",
    "clone prod-pool prod-pool-b --size 0 --instance-types ecs.g8i.2xlarge,ecs.g8i.4xlarge",
    "clone batch-pool gpu-batch --label workload=gpu,tier- --max 4",
  ],
  steps: creationSteps("pool", "name"),
  words: {
    en: {
      steps: optionWords.steps,
      summary: "Make a new node pool like another one",
      details: [
        words(
          "The clone has every setting of the other pool, and what you name goes on top. It begins with as many nodes, unless you say otherwise.",
        ),
        words("The plan tells what cannot be copied, a password for example, and what to do about it."),
        words("It is made in the same cluster."),
      ],
      parameters: {
        pool: "The pool to clone, as name or cluster/name",
        name: "Name of the new pool",
        ...optionWords.creationOptions,
        ...optionWords.settingOptions,
      },
    },
  },
  async run({ arguments: { pool: found, name }, options }, { cloud }) {
    const [source, cluster, pools] = await Promise.all([
      cloud.nodePool(found),
      cloud.cluster(found.cluster),
      cloud.nodePools(found.cluster),
    ]);
    const cloned = cloneRequest(source.settings, name);
    const preview = planCreation(cluster, pools, {
      source: { name: qualifiedName(source), request: cloned.request },
      name,
      request: withOverrides(withCreation(cloned.request, options), { "nodepool_info.name": name }),
      leftOut: lackingIn(cloned),
    });
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
