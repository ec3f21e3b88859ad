import type { Change } from "../../domain/change.ts";
import { approvingCommand, type ApproveRepairChange } from "../../domain/changes/approve-repair.ts";
import type { AutomatedPlanChange } from "../../domain/changes/automated-plan.ts";
import type { CancellationCause } from "../../domain/changes/plan-cancellation.ts";
import type { Operation, OperationEvent, Problem } from "../../domain/operation.ts";
import type { Difference } from "../../domain/plan.ts";
import { code, dateTime, join, person, type Text, text, words } from "../../domain/text.ts";
import type { Explanation } from "../explanation.ts";
import { momentIn } from "../own-facts.ts";
import { planKind, planState } from "./operation-plans.ts";

/** Who asked for an operation; what nobody asked for was begun by ACK, or by Lifeguard itself. */
export function asker({ requester, plan }: Pick<Operation, "requester" | "plan">): Text {
  if (requester !== null) return [person(requester)];
  const { change } = plan;
  if (change.kind === "cancel-plan") return words("Lifeguard itself, by rule");
  // Without a look at the node nobody knows that ACK asks.
  return words(change.kind === "approve-repair" && change.access === "by-hand" ? "Lifeguard itself" : "ACK itself");
}

export const askerName = {
  nobody: "ACK or Lifeguard itself",
  withdrawal: "Nobody asked for it, so nobody can withdraw it.",
  withdrawalNext: "Reject it where it waits for sign-off.",
} as const;

// Repairs that wait for permission.

export function repairTitle({ node }: ApproveRepairChange): string {
  return `Repair of node ${node}`;
}

export function repairSentence({ node, target, access }: ApproveRepairChange): Text {
  const pool = code(`${target.cluster.name}/${target.name}`);
  return access === "kubernetes"
    ? text`ACK's repair of the node ${code(node)} of ${pool}, with permission`
    : text`ACK's repair of the node ${code(node)} of ${pool}, which is not ready, with permission`;
}

const repairProblems: Readonly<
  Record<Extract<Problem, { kind: "repair-failed" }>["why"], { what: string; next: string }>
> = {
  "node-gone": {
    what: "is not in the cluster any more: it was removed or replaced before its repair ended.",
    next: "Look at the pool's nodes: if it was replaced, nothing is left to do.",
  },
  "asks-again": {
    what: "waits for permission again: the fault is still there.",
    next: "ACK's repair has not helped. Take the node out of the pool, or ask ACK's support about its instance.",
  },
  "not-healed": {
    what: "was worked on, and is still not healthy.",
    next: "ACK does not try again by itself, and repairs no other node of this pool before this one is well. Remove the node, or ask ACK's support about its instance.",
  },
  overtime: {
    what: "is still not healthy after three hours.",
    next: "Look at the node in the ACK console: a drain that cannot end, or another repair of this cluster that goes first, are the usual reasons.",
  },
};

export function repairProblem({ node, why }: Extract<Problem, { kind: "repair-failed" }>): Explanation {
  const { what, next } = repairProblems[why];
  return { what: text`The node ${code(node)} ${words(what)}`, next: words(next) };
}

export function planProblem({ state, detail }: Extract<Problem, { kind: "plan-failed" }>): Explanation {
  return {
    what: text`ACK says of its plan: ${planState(state)}${detail === null ? [] : text` (${detail})`}.`,
    next: words(
      "Look at the pool in the ACK console. ACK makes another plan later, and people can ask for the same at any time.",
    ),
  };
}

// Plans of ACK's own.

export function planTitle({ target }: AutomatedPlanChange): string {
  return `ACK's plan for ${target.cluster.name}/${target.name}`;
}

export function planSentence({ planType, target, startsAt }: AutomatedPlanChange): Text {
  const when = startsAt === null ? [] : text` from ${dateTime(startsAt)}`;
  return text`ACK's plan for ${code(`${target.cluster.name}/${target.name}`)} (${planKind(planType)}${when})`;
}

export function cancellationCause(cause: CancellationCause): Text {
  switch (cause.kind) {
    case "no-sign-off":
      return text`nobody signed ${code(cause.operation)} off in time`;
    case "rejected":
      return text`${person(cause.by)} rejected ${code(cause.operation)}`;
    case "no-time":
      return words("it was found too late for anybody to sign it off");
    case "freeze":
      return text`it would begin within the change freeze ${code(cause.name)}`;
  }
}

/** What waits for ACK's own time. */
export function planStartSentence(at: number | null): Text {
  return at === null
    ? words("ACK begins it by itself, and does not say when.")
    : text`ACK begins it by itself ${dateTime(at)}.`;
}

/** Its card stands, and the next look finds out how far ACK is. */
export const begunByAck = "ACK does it by itself";

export function plannedStage(at: number | null, signedOff: boolean): Text {
  return text`${words(signedOff ? "signed off" : "nobody has to do anything")}; ${planStartSentence(at)}`;
}

// What of it stands on a card beside the ordinary.

/** What it means at this point, and what becomes of it when people do not agree; null: the card tells enough. */
export function meaning({ plan: { change }, state }: Pick<Operation, "plan" | "state">): Text | null {
  const refused = state.stage === "rejected" || state.stage === "expired";
  if (change.kind === "automated-plan") {
    if (state.stage === "awaiting-sign-off") {
      return words(
        "ACK means to do this by itself. A policy holds it back: it happens only if people sign it off in time.",
      );
    }
    if (!refused) return null;
    const cancels = "Lifeguard has ACK cancel the plan; how that ends stands on a card of its own.";
    return words(
      `${state.stage === "expired" ? `Nobody signed it off in time, so ${cancels}` : cancels} ACK may plan it again later.`,
    );
  }
  if (change.kind !== "approve-repair") return null;
  switch (state.stage) {
    case "awaiting-sign-off":
      return change.access === "kubernetes"
        ? words(
            "ACK found a fault on this node and could repair it, but the pool wants people to agree first. Until then the node takes no new pods.",
          )
        : words("This node is not ready, and the pool wants people to agree before ACK repairs it.");
    case "rejected":
      return text`ACK still waits: the label ${code(change.labels.inquiring.key)} stays, the node takes no new pods, and ACK does not repair it. Lifeguard does not ask about this fault again. To change your mind, run ${code(approvingCommand(change))}`;
    case "expired":
      return words("ACK still waits, and does not repair the node. Lifeguard asks again as long as it does.");
    case "running":
      return change.access === "by-hand"
        ? text`Now somebody has to run ${code(approvingCommand(change))}`
        : words("ACK drains the node, repairs it and lets it serve again. It repairs one node at a time.");
    case "failed":
      return state.since === null ? text`To give the permission by hand, run ${code(approvingCommand(change))}` : null;
    default:
      return null;
  }
}

/** What to do after a failure, where it is not what one does after others; null: it is. */
export function nextAfterFailure(change: Change): Text | null {
  if (change.kind !== "cancel-plan" || change.cause === null) return null;
  return words(
    "Lifeguard tries again every ten minutes until the plan begins. One that has begun cannot be cancelled: then it runs without sign-off, and a card follows it. To stop it before, try the ACK console.",
  );
}

export const cancelThisPlan = "Cancel this plan";

/** What happened, where it reads otherwise than of a change that a person asked for; null: it does not. */
export function ownEvent(event: OperationEvent, change: ApproveRepairChange | AutomatedPlanChange): Text | null {
  switch (event.kind) {
    case "submission-began":
      if (change.kind === "automated-plan") return words("🗓️ The time has come.");
      return change.access === "kubernetes"
        ? words("🛫 Setting the label by which ACK may repair the node.")
        : text`🧑‍🔧 Permission given. Now somebody has to run ${code(approvingCommand(change))}`;
    case "started":
      if (change.kind === "automated-plan")
        return text`🔄 ACK has begun it${event.taskId === null ? [] : text`: task ${code(event.taskId)}`}.`;
      return change.access === "kubernetes"
        ? words("🔄 The label is set. ACK repairs the node when its turn comes.")
        : words("👀 Watching the node until it is ready.");
    case "expired":
      return change.kind === "automated-plan"
        ? words("⌛ Nobody signed it off in time: Lifeguard cancels the plan.")
        : words("⌛ Expired: nobody decided in time. ACK still waits, and Lifeguard asks again.");
    case "drifted":
      return text`⚠️ Over: ${join(event.differences.map(differenceSentence), "; ")}.`;
    default:
      return null;
  }
}

const inquiries: Readonly<Record<string, string>> = {
  asking: "ACK asks for permission again",
  answered: "somebody gave ACK the permission elsewhere, in the console or by kubectl",
  over: "ACK does not ask any more: the node has healed, or somebody took the label away",
  "node-gone": "the node is not in the cluster any more",
};

export function differenceSentence({ fact, planned, present }: Difference): Text {
  switch (fact) {
    case "inquiry":
      return words(inquiries[present] ?? present);
    case "fault":
      return text`the node's fault is another one: ${code(planned)} when it was asked about, ${code(present)} now`;
    case "fault-since":
      return words("the node has healed and failed again since");
    case "plan-start":
      return text`ACK moved the plan: ${momentIn(planned)} before, ${momentIn(present)} now`;
    case "plan-state":
      return planChange(present);
    case "plan-mode":
      return words("a policy now holds this plan for sign-off");
    case "plan-freeze":
      return text`the plan would begin within the change freeze ${code(present)}`;
    default:
      return text`${words(fact)}: ${code(planned)}, ${code(present)} now`;
  }
}

function planChange(state: string): Text {
  switch (state) {
    case "gone":
      return words("ACK does not list the plan any more");
    case "canceled":
      return words("the plan was cancelled, in the console or by somebody's command");
    case "executing":
      return words("ACK began it before anybody had signed it off");
    default:
      return text`ACK says of the plan: ${planState(state)}`;
  }
}
