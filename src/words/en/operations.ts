import type { Change } from "../../domain/change.ts";
import type { ControlAction } from "../../domain/control.ts";
import type { Obstacle, Operation, OperationEvent, Problem, State, StateOf, Trouble } from "../../domain/operation.ts";
import type { Difference } from "../../domain/plan.ts";
import type { Escalation, Requirement } from "../../domain/policy.ts";
import { type Progress, type Range, remaining } from "../../domain/progress.ts";
import { code, dateTime, join, person, strong, type Text, text, time, words } from "../../domain/text.ts";
import { approvers } from "./approvers.ts";
import type { Explanation } from "./refusals/explanation.ts";
import { fact, result } from "./changes.ts";
import { cloudAdvice } from "./cloud-errors.ts";
import { glassBrokenSentence } from "./break-glass.ts";
import { voterOf } from "./delegations.ts";
import { duration, span } from "./durations.ts";
import { counted, nodes } from "./plural.ts";
import { stageMark, stageName } from "./stages.ts";

/** What a change needs before it may run. */
export function requirementSentence(requirement: Requirement): Text {
  const { approvals, from, eachOf, rejections, policy, escalations, selfApproval, veto } = requirement;
  const rule = policy === null ? words("the built-in rule") : text`the policy ${code(policy)}`;
  if (veto) return text`Runs by itself unless one of ${approvers([...from, ...eachOf])} rejects it, by ${rule}.`;
  if (approvals === 0) return text`No sign-off needed, by ${rule}.`;
  const anyOf = from.length === 0 ? [] : text` by ${approvers(from)}`;
  const allOf = eachOf.length === 0 ? [] : text`, at least one of each of ${everyGroup(eachOf)}`;
  const why = escalations.flatMap((each) => text` ${words(`${each.more} more`)}: ${escalationSentence(each)}`);
  return text`${words(counted(approvals, "approval", "approvals"))}${anyOf}${allOf}, by ${rule}.${why}${words(
    (rejections > 1 ? ` ${rejections} rejections reject it.` : "") + (selfApproval ? " Who asked may vote, too." : ""),
  )}`;
}

/** Why it is two and not one. */
function escalationSentence(of: Escalation): Text {
  switch (of.code) {
    case "share":
      return words(`it touches ${of.share} % of the pool's nodes.`);
    case "disk-replaced":
      return words("it replaces system disks.");
    case "frozen":
      return text`the change freeze ${code(of.freeze)} lasts.`;
    case "changed-lately":
      return words(`the pool was changed within the last ${counted(of.hours, "hour", "hours")}.`);
  }
}

function everyGroup(groups: Requirement["eachOf"]): Text {
  return join(
    groups.map((group) => approvers([group])),
    " and ",
  );
}

/** How an operation stands, in one line with its mark. */
export function stageLine({ state, plan, requirement }: Pick<Operation, "state" | "plan" | "requirement">): Text {
  if (state.stage === "awaiting-sign-off" && requirement.veto) {
    return text`${words(stageMark(state.stage))} ${strong("Runs by itself")} ${dateTime(state.until)} unless it is rejected`;
  }
  const detail = stageDetail(state, plan.change);
  return text`${words(stageMark(state.stage))} ${strong(capital(stageName(state.stage)))}${detail}`;
}

function stageDetail(state: State, change: Change): Text {
  switch (state.stage) {
    case "awaiting-sign-off":
      return text` until ${dateTime(state.until)}`;
    case "waiting":
      return text`: ${obstacleSentence(state.for)}`;
    case "submitting":
      return state.unclear === null ? [] : words(": ACK's answer was lost, looking whether it took the call");
    case "succeeded":
      return text` after ${words(duration(state.at - state.since))}: ${words(result(change, state.nodes))}`;
    case "failed":
      return text`: ${problemSentence(state.problem).what}`;
    case "cancelled":
      return text` with ${state.done} of ${words(nodes(state.total))} done`;
    case "rejected":
      return text` by ${person(state.by)}`;
    case "withdrawn":
      return state.by === null ? [] : text` by ${person(state.by)}`;
    case "stale":
      return words(": what it rested on has changed");
    default:
      return [];
  }
}

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
    case "freeze":
      return text`the change freeze ${code(of.name)} lasts until ${dateTime(of.until)}.`;
    case "cloud":
      return text`ACK cannot take it now (${code(of.code)}: ${of.detail}); it is tried again.`;
  }
}

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
    case "outcome-unknown":
      return {
        what: text`Nobody knows whether ACK took the call: its answer was lost (${of.detail}), and nothing shows in the pool.`,
        next: words(
          "It is never sent a second time. Look at the pool in the ACK console, then ask again if it is needed.",
        ),
      };
  }
}

function failedNodes(names: readonly string[]): Text {
  return names.length === 0 ? [] : text`; failed: ${join(names.map(code), ", ")}`;
}

export function differenceSentence({ fact: name, planned, present }: Difference): Text {
  return text`${words(fact[name] ?? name)}: ${code(planned)} when it was planned, ${code(present)} now`;
}

/** Lines of the card's thread: what happened, for every kind of event that the thread tells. null: the card tells enough. */
export function eventSentence(event: OperationEvent, change: Change): Text | null {
  switch (event.kind) {
    case "requested":
    case "card-posted":
    case "card-refused":
      return null;
    case "glass-broken":
      return glassBrokenSentence(event.grant);
    case "reviewed":
      return text`🔎 ${person(event.by)} has reviewed what ran without sign-off.`;
    case "voted":
      return event.vote.verdict === "approve"
        ? text`👍 ${voterOf(event.vote)} approved${words(event.vote.steppedUp ? ", with a code." : ".")}`
        : text`🚫 ${voterOf(event.vote)} rejected${event.vote.reason === null ? words(".") : text`: ${event.vote.reason}`}`;
    case "withdrawn":
      return text`↩️ ${person(event.by)} withdrew it.`;
    case "agreed":
      return words("🤝 Nobody rejected it in time: it goes on.");
    case "reminded":
      return words("⏰ Half of the time to decide is over.");
    case "escalated":
      return words("📣 Not decided yet: more people may decide from now on, as its policy says.");
    case "expired":
      return words("⌛ Expired: not enough approvals in time. Nothing was changed.");
    case "held-up":
      return text`⏳ Waiting: ${obstacleSentence(event.by)}`;
    case "drifted":
      return text`⚠️ Not run: ${join(event.differences.map(differenceSentence), "; ")}. The votes do not count any more.`;
    case "submission-began":
      return words("🛫 Sending it to ACK.");
    case "submission-unclear":
      return text`❓ ACK's answer was lost (${event.detail}). Looking whether it took the call; it is not sent again.`;
    case "not-submitted":
      return text`↪️ ACK has not done it yet (${event.detail}); it is tried again.`;
    case "started":
      return text`🔄 ACK works on it${event.taskId === null ? [] : text`: task ${code(event.taskId)}`}${
        event.requestId === null ? [] : text`, request ID ${code(event.requestId)}`
      }.`;
    case "progressed":
      return text`▪️ ${event.progress.done} of ${words(nodes(event.progress.total))} done.`;
    case "lost-sight":
      return text`🌫️ ACK cannot be asked how far it is (${code(event.code)}: ${event.detail}). The work there goes on; asking again.`;
    case "control-asked":
      return text`${words(controlAsked[event.action])} ${person(event.by)}.`;
    case "control-sent":
      return null;
    case "control-refused":
      return text`⚠️ ACK did not take it (${code(event.code)}: ${event.detail}). The task goes on as before.`;
    case "paused":
      return words("⏸️ ACK has paused the task.");
    case "resumed":
      return words("▶️ ACK goes on with the task.");
    case "succeeded":
      return text`✅ Done: ${words(result(change, event.nodes))}.`;
    case "failed": {
      const { what, next } = problemSentence(event.problem);
      return text`❌ Failed: ${what} ${next}`;
    }
    case "cancelled":
      return words("🛑 Cancelled in ACK. Nodes that were done stay done.");
  }
}

const controlAsked: Readonly<Record<ControlAction, string>> = {
  pause: "⏸️ A pause was asked for by",
  resume: "▶️ Go-ahead by",
  cancel: "🛑 Cancelling was asked for by",
};

/** What somebody asked of a task that does not show it yet. */
export const controlPending: Readonly<Record<ControlAction, string>> = {
  pause: "⏸️ Pausing: the batch under way runs to its end.",
  resume: "▶️ Going on.",
  cancel: "🛑 Cancelling: the batch under way runs to its end, and what is done stays done.",
};

/** What a pause means for nodes, and what becomes of it when nobody goes on. */
export function pauseSentence({ needsGoAhead, pausedAt }: StateOf<"paused">): Text {
  const why = needsGoAhead ? "It waits for a go-ahead after its batch." : "It waits until somebody goes on.";
  return text`${words(why)} Nodes that are done stay done. ACK clears tasks away that stand still for 15 days; this one does since ${dateTime(pausedAt)}.`;
}

/** Evidence of what was done so far, for who gives the go-ahead. */
export function evidenceSentence({ progress, since, pausedAt }: StateOf<"paused">): Text {
  const pace = progress.done === 0 ? "" : `, ${duration((pausedAt - since) / progress.done)} for each node`;
  return words(`${progress.done} of ${nodes(progress.total)} done, ${progress.failed} failed${pace}.`);
}

/** Ten boxes, filled as far as the work is. */
export function bar({ done, total }: Progress): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * 10);
  return "▰".repeat(filled) + "▱".repeat(10 - filled);
}

export function progressLine({ progress, since }: StateOf<"running" | "paused">, planned: Range, now: number): Text {
  if (progress.total === 0) return words(`${duration(now - since)} so far`);
  const failed = progress.failed === 0 ? "" : `, ${progress.failed} failed`;
  return text`${words(bar(progress))} ${strong(progress.done)} of ${words(nodes(progress.total))} done${words(failed)}${
    progress.stage === null ? [] : text` · ${code(progress.stage)}`
  } · ${words(duration(now - since))} so far · ${words(restOf(progress, planned, now - since))}`;
}

function restOf(progress: Progress, planned: Range, elapsed: number): string {
  if (progress.settlingSince !== null || progress.done >= progress.total) return "ACK is finishing";
  return `about ${span(remaining(planned, elapsed / 60_000, progress))} to go`;
}

export function troubleSentence(of: Trouble): Text {
  return text`⚠️ Since ${time(of.since)} ACK cannot be asked how far it is (${code(of.code)}: ${of.detail}). The work there goes on; asking again.`;
}

/** A line where the operation was asked for, when its card lives elsewhere. */
export function pointerSentence({ id, state, grant }: Operation, change: Text, cardUrl: Text): Text {
  const shout = grant === null ? [] : text`${words("🚨")} ${strong("BREAK-GLASS")} `;
  return text`${shout}${words(stageMark(state.stage))} ${code(id)} ${change}: ${words(stageName(state.stage))}. ${cardUrl}`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
