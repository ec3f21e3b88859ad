import type { Change } from "../../domain/change.ts";
import type { ControlAction } from "../../domain/control.ts";
import type { OperationEvent, Resolution } from "../../domain/operation.ts";
import type { Difference } from "../../domain/plan.ts";
import { code, join, person, type Text, text, words } from "../../domain/text.ts";
import { isOwnFact } from "../own-facts.ts";
import { glassBrokenSentence } from "./break-glass.ts";
import { fact, result } from "./changes.ts";
import { voterOf } from "./delegations.ts";
import { differenceSentence as ownDifference, nextAfterFailure, ownEvent } from "./initiatives.ts";
import { narrowedSentence } from "./narrowing.ts";
import { nodes } from "./plural.ts";
import { obstacleSentence, problemSentence } from "./problems.ts";

export function differenceSentence(of: Difference): Text {
  if (isOwnFact(of)) return ownDifference(of);
  const { fact: name, planned, present } = of;
  return text`${words(fact[name] ?? name)}: ${factState(planned)} when it was planned, ${factState(present)} now`;
}

/** The domain says `none` where there is nothing. */
function factState(value: string): Text {
  return value === "none" ? words("nothing") : [code(value)];
}

/** Lines of the card's thread: what happened, for every kind of event that the thread tells. null: the card tells enough. */
export function eventSentence(event: OperationEvent, change: Change): Text | null {
  if (change.kind === "approve-repair" || change.kind === "automated-plan") {
    const own = ownEvent(event, change);
    if (own !== null) return own;
  }
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
    case "narrowing-proposed":
      return text`✂️ ${person(event.proposal.by)} would sign off less: ${narrowedSentence(event.proposal.plan)}.`;
    case "narrowing-accepted":
      return text`🤝 ${person(event.by)} takes the smaller plan. Earlier votes do not count for it.`;
    case "narrowing-declined":
      return text`↔️ ${person(event.by)} keeps the plan as it was asked for.`;
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
      if (event.by.kind === "plan-start") return null;
      return text`⏳ Waiting: ${obstacleSentence(event.by)}`;
    case "drifted":
      return text`⚠️ Not run: ${join(event.differences.map(differenceSentence), "; ")}. The votes do not count any more.`;
    case "submission-began":
      return words("🛫 Sending it to ACK.");
    case "submission-unclear":
      return text`❓ ACK's answer was lost (${event.detail}). Looking whether it took the call; it is not sent again.`;
    case "not-submitted":
      return text`↪️ ACK has not done it yet${event.detail === null ? [] : text` (${event.detail})`}; it is tried again.`;
    case "outcome-unknown":
      return text`❓ Nobody knows whether ACK took the call${event.detail === null ? [] : text` (${event.detail})`}, and nothing shows in the pool. It is not sent again: somebody has to say what becomes of it.`;
    case "resolved":
      return event.by === null
        ? words("⌛ Nobody said for a day what becomes of it: it is given up.")
        : text`${words(resolvedBy[event.resolution])} ${person(event.by)}.`;
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
      return text`❌ Failed: ${what} ${nextAfterFailure(change) ?? next}`;
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

const resolvedBy: Readonly<Record<Resolution, string>> = {
  "look-again": "🔎 Another look was asked for by",
  adopt: "🤝 Followed as taken by ACK, says",
  "give-up": "🏳️ Given up by",
};
