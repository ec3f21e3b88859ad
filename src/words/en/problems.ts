import type { Obstacle, Problem } from "../../domain/operation.ts";
import { code, dateTime, type Text, text, words } from "../../domain/text.ts";
import type { Explanation } from "../explanation.ts";
import { cloudAdvice } from "./cloud-errors.ts";
import { planProblem, planStartSentence, repairProblem } from "./initiatives.ts";
import { listed } from "./joining.ts";
import { nodes } from "./plural.ts";

/** What an operation waits for. */
export function obstacleSentence(of: Obstacle): Text {
  switch (of.kind) {
    case "operation":
      return text`${code(of.id)} works on this pool; this one goes next.`;
    case "pool-state":
      return text`ACK has the pool in state ${code(of.state)}; this starts when it is ${code("active")}.`;
    case "cluster-upgrade":
      return text`ACK upgrades one pool of a cluster at a time, and ${code(of.pool)} is under way.`;
    case "window":
      return of.opens === null
        ? words("its policy wants the cluster's maintenance window, and the cluster has none.")
        : text`the cluster's maintenance window opens ${dateTime(of.opens)}.`;
    case "not-before":
      return text`it begins ${dateTime(of.until)}, as was agreed.`;
    case "freeze":
      return text`the change freeze ${code(of.name)} lasts until ${dateTime(of.until)}.`;
    case "plan-start":
      return planStartSentence(of.at);
    case "cloud":
      return text`ACK cannot take it now (${code(of.code)}: ${of.detail}); it is tried again.`;
  }
}

/** What went wrong. */
export function problemSentence(of: Problem): Explanation {
  switch (of.kind) {
    case "refused":
      return {
        what: text`ACK refused the call (${code(of.code)}: ${of.detail}). Nothing was changed.`,
        next: text`${cloudAdvice(of.code, "refused")}${of.requestId === null ? [] : text` Request ID: ${code(of.requestId)}`}`,
      };
    case "task-failed":
      return {
        what: text`ACK's task failed (${code(of.code)}: ${of.detail})${failedNodes(of.nodes)}.`,
        next: text`${cloudAdvice(of.code, "refused")} Look for nodes that are cordoned or not ready, and ask again when they are well.`,
      };
    case "nodes-failed":
      return {
        what: text`The task ended, but not for every node${failedNodes(of.nodes)}.`,
        next: words("Look at these nodes in the ACK console: a drain that could not end is the usual reason."),
      };
    case "size-not-reached":
      return {
        what: text`The task ended, but the pool has ${of.present} instead of ${words(nodes(of.wanted))}.`,
        next: words(
          "ACK goes on trying. Look at the pool's scaling activities: stock, IP addresses and quotas are the usual reasons.",
        ),
      };
    case "pool-broken":
      return {
        what: text`ACK gave up: the node pool is in state ${code(of.state)}.`,
        next: words(
          "Look at the pool's activity for the reason. A pool that could not be made or deleted can only be deleted.",
        ),
      };
    case "not-reached":
      return {
        what: words("ACK's task ended, but what was wanted does not show."),
        next: words("Look at the pool, and ask again if it is still needed."),
      };
    case "pool-gone":
      return {
        what: words("The node pool does not exist any more."),
        next: words("Somebody deleted it meanwhile."),
      };
    case "task-lost":
      return {
        what: text`ACK does not know the task ${code(of.taskId ?? "?")} any more, and the pool does not show how it ended.`,
        next: words("Look at the pool in the ACK console before asking for anything else."),
      };
    case "repair-failed":
      return repairProblem(of);
    case "plan-failed":
      return planProblem(of);
    case "outcome-unknown":
      return {
        what: text`Nobody knows whether ACK took the call: ${
          of.detail === null ? words("the bot stopped while it was made") : text`its answer was lost (${of.detail})`
        }, and nothing shows in the pool.`,
        next: words(
          "It is never sent a second time. Look at the pool in the ACK console, then ask again if it is needed.",
        ),
      };
  }
}

function failedNodes(names: readonly string[]): Text {
  return names.length === 0 ? [] : text`; failed: ${listed(names.map(code))}`;
}
