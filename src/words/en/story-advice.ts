import { code, type Text, text, words } from "../../domain/text.ts";
import { changeReach } from "../../domain/watching/settings.ts";
import { lastOf, placeOf, type Story } from "../../domain/watching/story.ts";
import { explainCloudError } from "./cloud-errors.ts";

/** What it means for workloads, and what, if anything, somebody should do. Commands stand without their slash command's name. */
export function newsAdvice(story: Story, slash: string): { readonly meaning: Text; readonly next: Text | null } {
  const { news } = lastOf(story);
  const place = placeOf(story);
  const look = (verb: string): Text => [
    code(story.pool === null ? `${slash} list ${story.cluster.name}` : `${slash} ${verb} ${place}`),
  ];
  switch (news.kind) {
    case "plan-made":
    case "plan-soon":
      return {
        meaning: story.pool === null ? controlPlane : batches,
        next: text`Nothing, if the time suits you. ${code(`${slash} plans ${story.cluster.name}`)} lists ACK's plans and can cancel them.`,
      };
    case "plan-cancelled":
      return { meaning: words("Nothing was changed. ACK will plan it again."), next: null };
    case "plan-refused":
      return {
        meaning: words("Nothing was changed; the pool runs as before."),
        next: text`Mend what the check found, then upgrade by hand or wait for ACK's next plan. ${look("activity")} shows more.`,
      };
    case "started":
    case "batch":
    case "resumed":
      return { meaning: story.pool === null ? controlPlane : batches, next: null };
    case "paused":
      return {
        meaning: words(
          "Part of the nodes is new and part is old; they serve together. ACK drops what is paused for 15 days.",
        ),
        next: words(
          "Look whether workloads are well on the new nodes, then resume or cancel the task in the ACK console.",
        ),
      };
    case "finished":
      if (news.failed.length === 0) return { meaning: words("Workloads run on the pool as before."), next: null };
      return {
        meaning: words("The failed nodes may be cordoned or not ready; the others serve."),
        next: text`Look at them with ${look("nodes")}, then repair or replace them.`,
      };
    case "failed": {
      const known = explainCloudError(news.code, news.detail);
      return {
        meaning:
          known === null
            ? words("What was done stays done: part of the nodes may be changed, cordoned or not ready.")
            : text`The cause: ${known.cause}. What was done stays done.`,
        next: text`${known === null ? [] : text`${known.next} `}${look("nodes")} shows which nodes are not well.`,
      };
    }
    case "cancelled":
      return { meaning: words("Nodes that are done stay as they are; the others were not touched."), next: null };
    case "lost":
      return {
        meaning: words("The work may have ended either way."),
        next: text`${look("show")} tells how the pool stands.`,
      };
    case "resizing":
      return {
        meaning:
          news.to > news.from
            ? words("New nodes come; nothing that runs is touched.")
            : words("Nodes go: their pods are drained and start again elsewhere, if there is room."),
        next: news.by === "autoscaling" ? null : stale,
      };
    case "resized":
      return { meaning: words("The pool has the size that was asked for."), next: null };
    case "repairing":
      return { meaning: words("Pods on the nodes under repair start again elsewhere."), next: null };
    case "repaired":
      return { meaning: words("The nodes take workloads again."), next: null };
    case "not-repaired":
      return {
        meaning: words(
          "ACK does not try again by itself, and repairs no other node of the pool until this one is well.",
        ),
        next: text`Look at the nodes with ${look("nodes")}; replace those that do not come back.`,
      };
    case "creating":
      return { meaning: words("No workload is touched."), next: null };
    case "created":
      return { meaning: words("It takes workloads that select it."), next: null };
    case "creation-failed":
      return {
        meaning: words("No workload is touched; the pool takes none."),
        next: text`${look("activity")} shows why. Delete it, and make it again.`,
      };
    case "deleting":
      return {
        meaning: words("Pods on its nodes are drained and start again elsewhere, if there is room."),
        next: words("If this is not meant to be, act in the ACK console at once."),
      };
    case "deleted":
      return { meaning: words("Workloads that select it find no nodes."), next: null };
    case "deletion-failed":
      return {
        meaning: words("Part of its nodes may be gone already."),
        next: text`${look("activity")} shows why. Delete it again when its nodes are gone.`,
      };
    case "degraded":
      return {
        meaning: words("Pods on these nodes may be down or are being moved; there is less room on the others."),
        next: text`${look("nodes")} shows which; ${look("repair")} asks for a repair.`,
      };
    case "well":
      return { meaning: words("The pool takes workloads on all of its nodes."), next: null };
    case "changed":
      return {
        meaning: words(reaches[changeReach(news)]),
        next: stale,
      };
    case "cve-found":
      return {
        meaning: words("Workloads run on; the nodes can be attacked until it is fixed."),
        next: text`${look("cve")} tells more, and fixes them with sign-off.`,
      };
    case "cve-fixed":
      return { meaning: words("Nothing to do for workloads."), next: null };
    case "alert": {
      const known = explainCloudError(news.rule, null);
      return {
        meaning: words("Work of ACK on a managed pool did not go through; nodes may be cordoned or not ready."),
        next: text`${known === null ? [] : text`${known.next} `}${look("activity")} shows the task.`,
      };
    }
  }
}

const reaches = {
  "all-nodes": "It reaches the nodes that are there, too. Pods that run on them stay, unless a new taint evicts them.",
  "new-nodes": "New nodes only: the nodes that are there, and what runs on them, stay as they are.",
  pool: "The nodes that are there stay as they are. How the pool scales, repairs or upgrades itself may be different from now on.",
  mixed: "Labels, taints and ECS tags reach the nodes that are there; all else reaches new nodes only.",
} as const;
const controlPlane = words("Nodes and pods are not touched; the API server may be away for moments.");
const batches = words(
  "Nodes are worked on in batches: each is drained, so its pods start again on other nodes and long connections break.",
);
const stale = words(
  "Nothing, if you know of it. Requests that waited for sign-off and rested on the old state have become stale.",
);
