import type { MaintenanceWindow } from "../../domain/cluster.ts";
import { code, dateTime, join, text, words } from "../../domain/text.ts";
import { differencesIn, opening } from "../differences.ts";
import { cancellationCause } from "./initiatives.ts";
import { listed, sentences } from "./joining.ts";
import { planKind, planTarget } from "./operation-plans.ts";
import { nodes } from "./plural.ts";
import { leftOut, tab } from "./request-problems.ts";

const pause = {
  never: "without pauses",
  first: "pausing for a go-ahead after the first batch",
  every: "pausing for a go-ahead after every batch",
} as const;

const billing = { spot: "spot", subscription: "by subscription", "pay-as-you-go": "pay-as-you-go" } as const;

const atOnce = (count: number): string => `at most ${nodes(count)} at once`;

/** What differs, field by field. */
export const differences = differencesIn({
  labels: {
    desiredSize: "Desired size",
    nodes: "Nodes",
    operations: "What is done",
    vulnerabilities: "Vulnerabilities",
    pace: "Pace",
    restarts: "Restarts",
    drainFirst: "Drain first",
    nodesItHas: "Nodes it has",
    withItsNodes: "With its nodes",
    window: "Window",
    plan: "Plan",
    plannedFor: "Planned for",
    wouldStart: "Would start",
    why: "Why",
    node: "Node",
    nodePool: "Node pool",
    fault: "Fault",
    approving: "Once approved",
    command: "Command, once approved",
    ackWill: "What ACK will do",
    when: "When",
    ackPlan: "ACK's plan",
    kubernetes: "Kubernetes",
    image: "OS image",
    runtime: "Runtime",
    how: "How",
    clonedFrom: "Cloned from",
    everythingElse: "Everything else",
    differentFromIt: "Different from it",
    newNodes: "New nodes",
    notCopied: "Not copied",
  },
  yes: "yes",
  no: "no",
  nothing: "nothing",
  all: "all",
  whateverIsWrong: "whatever ACK finds wrong",
  restartsWhereNeeded: "where a fix needs one",
  noRestarts: "none",
  released: " (released)",
  kept: " (instance kept)",
  replacingDisks: "by replacing system disks",
  inPlace: "in place",
  reach: { "all-nodes": " (existing and new nodes)", "new-nodes": " (new nodes only)" },
  tab,
  resized: (from, to, step) => text`${from} → ${to} nodes (${words(step)})`,
  atOnce,
  pace: (count, pausing, most) =>
    `${atOnce(count)}, ${pause[pausing]}, ${
      most === 0 ? "stopping at the first failed node" : `stopping when more than ${nodes(most)} failed`
    }`,
  listed,
  andMore: (first, more) => text`${first} and ${more} more`,
  asIn: (source) => text`as in ${code(source)}`,
  newNodes: (count, paid) => text`${count}, ${words(billing[paid])}`,
  field: (name, value) => text`${name}: ${value}`,
  window,
  planKind,
  planTarget,
  cancellationCause,
  instance: (node, id) => text`${node}, instance ${code(id)}`,
  faultUntold: "No condition of the node tells it any more; ACK still asks.",
  faults: (all, since) => text`${join(all, "; ")}${since === null ? [] : text`, since ${dateTime(since)}`}`,
  fault: (condition, message) => text`${condition}${message === null ? [] : text`: ${message}`}`,
  setsLabel: (label) => text`sets the label ${code(label)} on the node; ACK then repairs it`,
  startUntold: "ACK does not say",
  between: (from, to) => text`${dateTime(from)} to ${dateTime(to)}`,
  leftOut,
  sentences,
});

/** `Tuesday, Thursday from 03:00 UTC for 3 h`. */
export function window(of: MaintenanceWindow | null): string {
  if (of === null) return "none";
  return `${of.days.join(", ")} from ${opening(of)} for ${of.hours} h`;
}
