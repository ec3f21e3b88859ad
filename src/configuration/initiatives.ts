import { secondsToMilliseconds } from "date-fns";
import type { RepairLabels } from "../domain/repair-labels.ts";
import type { ConfigurationFile } from "./schema.ts";

/** How Lifeguard looks for what ACK begins by itself; times in milliseconds. */
export interface InitiativeSettings {
  /** Between two looks. */
  readonly interval: number;
  /** Before the start of a plan that is held: then it is cancelled without sign-off. */
  readonly planMargin: number;
  /** That a node is not ready until people are asked, where nobody can see whether ACK asks. */
  readonly unseenAfter: number;
  /** Where a pool's own policy does not say. */
  readonly labels: RepairLabels;
}

/** How clusters' Kubernetes APIs are reached. */
export interface KubernetesSettings {
  /** Paths by cluster name. */
  readonly kubeconfigs: Readonly<Record<string, string>>;
  /** Whether others are fetched from ACK. */
  readonly fetch: boolean;
  readonly network: "internet" | "private";
}

/** Policies that hold ACK's plans need a place where people see them: without one they would hold nothing. */
export function initiativeProblems({
  policies,
  channels,
}: ConfigurationFile): readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  if (channels.approvals !== undefined || channels.notifications.length > 0) return [];
  return policies.flatMap(({ match }, index) =>
    match.changes?.includes("automated-plan") === true
      ? [
          {
            path: ["policies", index, "match", "changes"],
            message:
              "names automated-plan, whose cards need a channel: set channels.approvals or channels.notifications",
          },
        ]
      : [],
  );
}

export function toInitiativeSettings({ initiatives }: ConfigurationFile): InitiativeSettings {
  return {
    interval: secondsToMilliseconds(initiatives.interval),
    planMargin: secondsToMilliseconds(initiatives.plan_margin),
    unseenAfter: secondsToMilliseconds(initiatives.unseen_after),
    labels: { inquiring: initiatives.inquiring_label, approved: initiatives.approved_label },
  };
}
