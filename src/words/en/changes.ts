import type { Change } from "../../domain/change.ts";
import type { PausePolicy, Runtime } from "../../domain/changes/upgrade.ts";
import type { Fact } from "../../domain/document.ts";
import { qualifiedName } from "../../domain/node-pool.ts";
import type { Disruption, Warning } from "../../domain/preview.ts";
import { code, join, strong, type Text, text, words } from "../../domain/text.ts";
import { counted, nodes } from "./plural.ts";

/** `Scale out prod/prod-pool`: what a change is, in few words. */
export function title(change: Change): string {
  return `${kind[change.kind]} ${qualifiedName(change.target)}`;
}

/** A change in one sentence. */
export function sentence(change: Change): Text {
  const pool = code(qualifiedName(change.target));
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return text`${words(kind[change.kind])} ${pool} from ${strong(change.from)} to ${strong(change.to)} nodes`;
    case "upgrade":
      return text`Upgrade ${pool}: ${parts(change)}`;
  }
}

export const kind: Readonly<Record<Change["kind"], string>> = {
  "scale-out": "Scale out",
  "scale-in": "Scale in",
  upgrade: "Upgrade",
};

/** What differs, field by field. */
export function differences(change: Change): readonly Fact[] {
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return [
        {
          label: "Desired size",
          value: text`${strong(change.from)} → ${strong(change.to)} nodes (${words(step(change.to - change.from))})`,
        },
      ];
    case "upgrade":
      return [
        ...(change.kubernetes === null
          ? []
          : [
              {
                label: "Kubernetes",
                value: text`${code(change.kubernetes.from ?? "?")} → ${code(change.kubernetes.to)}`,
              },
            ]),
        ...(change.image === null
          ? []
          : [
              {
                label: "OS image",
                value: text`${code(change.image.from ?? "?")} → ${code(change.image.to)}`,
              },
            ]),
        ...(change.runtime === null
          ? []
          : [
              {
                label: "Runtime",
                value: text`${code(runtimeName(change.runtime.from))} → ${code(runtimeName(change.runtime.to))}`,
              },
            ]),
        {
          label: "How",
          value: words(change.replaceSystemDisk ? "by replacing system disks" : "in place"),
        },
        {
          label: "Nodes",
          value: change.nodes === null ? words("all") : join(change.nodes.map(code), ", "),
        },
        {
          label: "Pace",
          value: words(
            `at most ${nodes(change.rolling.maxParallelism)} at once, ${pause[change.rolling.pause]}, ` +
              failures(change.rolling.maxFailedNodes),
          ),
        },
      ];
  }
}

function step(by: number): string {
  return by > 0 ? `+${by}` : `−${-by}`;
}

function parts(change: Extract<Change, { kind: "upgrade" }>): Text {
  return join(
    [
      ...(change.kubernetes === null ? [] : [text`Kubernetes ${code(change.kubernetes.to)}`]),
      ...(change.image === null ? [] : [text`OS image ${code(change.image.to)}`]),
      ...(change.runtime === null ? [] : [text`runtime ${code(runtimeName(change.runtime.to))}`]),
    ],
    ", ",
  );
}

function runtimeName(runtime: Runtime | null): string {
  return runtime === null ? "?" : `${runtime.name} ${runtime.version}`;
}

const pause: Readonly<Record<PausePolicy, string>> = {
  never: "without pauses",
  first: "pausing after the first batch",
  every: "pausing after every batch",
};

function failures(most: number): string {
  return most === 0 ? "stopping at the first failed node" : `stopping when more than ${nodes(most)} failed`;
}

/** What workloads notice, in plain words (ACK: node pool upgrade, remove nodes). */
export const disruption: Readonly<Record<Disruption, string>> = {
  "system-disk-replaced":
    "The system disk of each node is replaced: everything on it is lost. Name, instance ID, IP address and data disks stay.",
  "system-disk-kept": "System disks are kept.",
  "nodes-drained":
    "Each node is cordoned and drained first. A drain that takes longer than 30 minutes stops the upgrade.",
  "nodes-may-drain":
    "ACK drains a node where a step needs it. A drain that takes longer than 30 minutes stops the upgrade.",
  "nodes-removed":
    "ACK takes nodes away. What runs on them has to fit on the others. Do not count on a drain beforehand.",
  "kubelet-restarts": "The kubelet restarts on each node.",
  "pods-restart": "Pods on these nodes stop and start again elsewhere or later.",
  "connections-break": "Long-lived connections to them break.",
};

export const noDisruption = "Running workloads notice nothing.";

export function warning(of: Warning): Text {
  switch (of.code) {
    case "default-pool":
      return words("This is the default pool: system components run on it.");
    case "above-default-quota":
      return words(`A pool may have ${of.quota} nodes unless the quota was raised: ACK may refuse this.`);
    case "below-advised-size":
      return words(`With fewer than ${nodes(of.advised)} one failure can stop what runs here.`);
    case "cloud-picks-nodes":
      return words(
        `ACK chooses which of ${counted(of.removable, "removable node", "removable nodes")} go, the newest first.`,
      );
    case "hand-added-nodes-stay":
      return text`Added by hand, so a scale-in cannot remove them: ${join(of.nodes.map(code), ", ")}${words(
        of.count > of.nodes.length ? " …" : "",
      )}`;
    case "no-way-back":
      return words("There is no way back to the old version.");
    case "nothing-persistent-on-system-disk":
      return words("Make sure that nothing on the system disks is needed; snapshot what is.");
    case "single-node":
      return words("The pool has one node: while it is worked on, nothing of the pool serves.");
  }
}

/** Facts that a plan rests on, for the line that tells what moved. */
export const fact: Readonly<Record<string, string>> = {
  pool: "Node pool",
  "desired-size": "Desired size",
  "auto-scaling": "Auto scaling",
  "control-plane-version": "Control plane version",
  "kubelet-version": "Kubelet version",
  image: "OS image",
  runtime: "Runtime",
  "node-count": "Number of nodes",
};
