import type { Change } from "../../domain/change.ts";
import type { ControlAction } from "../../domain/control.ts";
import { isOnlyTold } from "../../domain/initiatives.ts";
import type { Operation, State, StateOf, Trouble } from "../../domain/operation.ts";
import type { Escalation, Requirement } from "../../domain/policy.ts";
import { type Progress, type Range, remaining } from "../../domain/progress.ts";
import { code, dateTime, join, person, strong, type Text, text, time, words } from "../../domain/text.ts";
import { bar, stageMark } from "../marks.ts";
import { approvers } from "./approvers.ts";
import { result } from "./changes.ts";
import { duration, span } from "./durations.ts";
import { begunByAck, plannedStage } from "./initiatives.ts";
import { counted, nodes } from "./plural.ts";
import { obstacleSentence, problemSentence } from "./problems.ts";
import { stageName } from "./stages.ts";

export { differenceSentence, eventSentence } from "./events.ts";
export { obstacleSentence, problemSentence } from "./problems.ts";

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
  if (state.stage === "waiting" && state.for.kind === "plan-start") {
    return text`${words("🗓️")} ${strong("Planned by ACK")}: ${plannedStage(state.for.at, requirement.approvals > 0)}`;
  }
  if (plan.change.kind === "automated-plan" && state.stage === "approved" && requirement.approvals === 0) {
    return text`${words("🗓️")} ${strong(begunByAck)}`;
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
    case "unknown":
      return words(": nobody knows whether ACK took the call");
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
      return words(": what it rested on has changed, so it was not run");
    default:
      return [];
  }
}

/** What is known where nobody knows the outcome, and what one can do. */
export function unknownSentence({ since, detail }: StateOf<"unknown">): Text {
  const lost = detail === null ? words("the bot stopped meanwhile") : text`its answer was lost (${detail})`;
  return text`The call was made ${dateTime(since)}, ${lost}, and the pool shows nothing of it. Look at the pool in the ACK console: if it works on this, press ${strong("Follow it")}; if it never will, press ${strong("Give up")} and ask again. It is looked at again and again meanwhile, and given up after a day. Nothing else runs on this pool until then.`;
}

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

/** All of it in a line, for notifications. */
export function summary({ id, grant }: Operation, change: Text, stage: Text): Text {
  return text`${grant === null ? [] : words("🚨 BREAK-GLASS · ")}${code(id)} ${change}: ${stage}`;
}

/** On a card that shows something long after it happened. */
export function lateSentence(since: number): Text {
  return text`🕰️ Told late: this began to be so at ${dateTime(since)}, and Slack could not be reached since, or had too much to show.`;
}

/** A line where the operation was asked for, when its card lives elsewhere. */
export function pointerSentence(operation: Operation, change: Text, cardUrl: Text): Text {
  const { id, state, grant } = operation;
  const shout = grant === null ? [] : text`${words("🚨")} ${strong("BREAK-GLASS")} `;
  return text`${shout}${words(stageMark(state.stage))} ${code(id)} ${change}: ${words(isOnlyTold(operation) ? "planned by ACK" : stageName(state.stage))}. ${cardUrl}`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
