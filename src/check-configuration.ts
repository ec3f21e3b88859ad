import { markdown } from "./command-kit/reference.ts";
import type { Configuration } from "./configuration/configuration.ts";
import { SetupError } from "./configuration/problem.ts";
import { changeKind } from "./domain/change.ts";
import { clusterId, nodePoolId } from "./domain/ids.ts";
import { requirementFor } from "./domain/policy.ts";
import { loadConfiguration } from "./load-configuration.ts";
import { wordsOf } from "./words/catalogue.ts";

/**
 * `npm run check-config [FILE]`: says what is wrong with the configuration file, or that nothing is.
 * `npm run check-config -- --explain CLUSTER/POOL CHANGE [NODES]`: the sign-off that the file alone would ask for.
 */
const [first, ...rest] = process.argv.slice(2);
const file =
  first === undefined || first.startsWith("--") ? (process.env["LIFEGUARD_CONFIG"] ?? "lifeguard.yml") : first;
const words = first?.startsWith("--") === true ? [first, ...rest] : rest;

function explain(configuration: Configuration, [pool = "", kind = "", nodes = "1"]: readonly string[]): string {
  const [cluster = "", name = ""] = pool.split("/");
  const change = changeKind.safeParse(kind);
  if (name === "") throw new SetupError(["--explain needs CLUSTER/POOL and a kind of change"]);
  if (!change.success) throw new SetupError([`${kind} is no kind of change; known: ${changeKind.options.join(", ")}`]);
  const count = Number(nodes);
  const requirement = requirementFor(
    {
      kind: change.data,
      target: {
        cluster: { id: clusterId.parse(cluster), name: cluster, region: "any" },
        id: nodePoolId.parse(name),
        name,
      },
      nodes: count,
      step: count,
      replacesSystemDisk: false,
    },
    configuration.policies,
    configuration.defaultApprovers,
    // What only Slack and ACK know is taken as ordinary: /pool policy explain asks them.
    {
      at: Date.now(),
      poolSize: null,
      managed: null,
      repairsNeedApproval: false,
      labels: [],
      requesterGroups: [],
      freeze: null,
      lastChange: null,
    },
  );
  return `${kind} on ${pool}: ${markdown(wordsOf("en").operations.requirementSentence(requirement))}`;
}

try {
  const configuration = loadConfiguration(file);
  const { clusters, regions, approvers, policies, freezes } = configuration;
  const where = clusters.length > 0 ? `${clusters.length} clusters` : `clusters found in ${regions.join(", ")}`;
  const told =
    words[0] === "--explain"
      ? explain(configuration, words.slice(1))
      : `${file} is good: ${where}, ${approvers.length} groups of approvers, ${policies.length} policies, ${freezes.length} freezes`;
  process.stdout.write(`${told}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.lines.join("\n")}\n`);
  process.exitCode = 1;
}
