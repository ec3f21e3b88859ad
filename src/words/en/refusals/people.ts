import { channel, code, dateTime, join, person, text, words } from "../../../domain/text.ts";
import type { Exclusion } from "../../../domain/person.ts";
import { approvers } from "../approvers.ts";
import { askerName } from "../initiatives.ts";
import { counted, nodes } from "../plural.ts";
import { stageName } from "../stages.ts";
import { lockedUntil } from "../step-up.ts";
import type { Explanations } from "../../explanation.ts";

/** Who asks, decides or steers, and where. */
export const peopleRefusals = {
  excluded: ({ exclusion }) => ({
    what: words(excluded[exclusion]),
    next: words("Ask a full member of this workspace."),
  }),
  "not-a-requester": (_, slash) => ({
    what: words("You are not in the group whose members may ask for changes."),
    next: text`Ask one of them, or the owner of the group. ${code(`${slash} whoami`)} shows what you may do.`,
  }),
  "channel-not-served": ({ served }) => ({
    what: words("Commands are not served in this channel."),
    next: text`Go to ${join(served.map(channel), " or ")}.`,
  }),
  "reason-required": ({ policy }) => ({
    what:
      policy === null
        ? words("This change needs a reason.")
        : text`The policy ${code(policy)} wants a reason for this.`,
    next: text`Add ${code('--reason "…"')}: approvers will read it.`,
  }),
  "identity-unknown": () => ({
    what: words("Slack could not be asked who you are and which groups you are in, so nothing was done."),
    next: words("Try again in a minute."),
  }),
  "own-request": ({ operation }) => ({
    what: text`You asked for ${code(operation)} yourself; somebody else has to sign it off.`,
    next: words("Wait for an approver, or withdraw it."),
  }),
  "not-an-approver": ({ operation, groups }) => ({
    what: text`Your vote does not count for ${code(operation)}: only ${approvers(groups)} may decide.`,
    next: words("Ask one of them. Nothing was changed by your click."),
  }),
  "voted-already": ({ operation }) => ({
    what: text`You have voted on ${code(operation)} already; one person counts once.`,
    next: words("Somebody else has to give the other votes."),
  }),
  "sign-off-closed": ({ operation, stage, at }, slash) => ({
    what:
      at === null
        ? text`${code(operation)} takes no votes any more: it is ${words(stageName(stage))}.`
        : text`${code(operation)} takes no votes any more: it is ${words(stageName(stage))} since ${dateTime(at)}.`,
    next: text`Nothing was changed by your click. ${code(`${slash} op ${operation}`)} shows how it stands.`,
  }),
  "break-glass-not-granted": ({ policy }, slash) => ({
    what:
      policy === null
        ? words("No policy lets anybody run this without sign-off.")
        : text`The policy ${code(policy)} lets nobody run this without sign-off.`,
    next: text`Ask for it without ${code("--break-glass")}; ${code(`${slash} policy explain`)} tells who can sign it off.`,
  }),
  "break-glass-not-yours": ({ groups }) => ({
    what: text`Only ${approvers(groups)} may run this without sign-off.`,
    next: text`Ask one of them, or ask for it without ${code("--break-glass")}.`,
  }),
  "break-glass-unreviewed": ({ operation }, slash) => ({
    what: text`You ran ${code(operation)} without sign-off, and nobody has reviewed it yet: until then there is no other.`,
    next: text`Ask an approver to press Reviewed on its card or to type ${code(`${slash} review ${operation}`)}.`,
  }),
  "nothing-to-review": ({ operation }, slash) => ({
    what: text`${code(operation)} did not run without sign-off: there is nothing to review.`,
    next: text`${code(`${slash} reviews`)} lists what waits for a review.`,
  }),
  "reviewed-already": ({ operation, by }) => ({
    what: text`${person(by)} has reviewed ${code(operation)} already.`,
    next: words("There is nothing left to do."),
  }),
  "own-review": ({ operation }) => ({
    what: text`You ran ${code(operation)} without sign-off yourself; somebody else has to review it.`,
    next: words("Ask an approver."),
  }),
  "not-a-reviewer": ({ operation, groups }) => ({
    what: text`Only ${approvers(groups)} may review ${code(operation)}.`,
    next: words("Ask one of them. Nothing was changed."),
  }),
  "delegate-is-oneself": () => ({
    what: words("You vote in your own place already."),
    next: words("Name somebody else."),
  }),
  "nothing-to-delegate": (_, slash) => ({
    what: words("You are in no group of approvers, so there is no right to vote that you could hand over."),
    next: text`${code(`${slash} whoami`)} shows what you may do. What was delegated to you is not yours to hand on.`,
  }),
  "delegate-excluded": ({ to, exclusion }) => ({
    what: text`${person(to)} cannot vote in your place. ${words(excluded[exclusion])}`,
    next: words("Name an active full member of this workspace."),
  }),
  "delegation-over": ({ until }) => ({
    what: text`${dateTime(until)} is over already.`,
    next: words("Say for how long from now on, like 2d, or a moment that is to come."),
  }),
  "not-delegated": ({ to }, slash) => ({
    what: to === null ? words("Nobody votes in your place.") : text`${person(to)} does not vote in your place.`,
    next: text`${code(`${slash} delegations`)} lists who votes in whose place.`,
  }),
  "delegator-asked": ({ operation }) => ({
    what: text`${code(operation)} was asked for by somebody in whose place you vote: together you are the one who asked.`,
    next: words("Somebody else has to decide. Nothing was changed by your click."),
  }),
  "counted-together": ({ operation, by }, slash) => ({
    what: text`${person(by)} has voted on ${code(operation)} already, and by delegation the two of you count once.`,
    next: text`Somebody else has to give the other votes. ${code(`${slash} delegations`)} lists who votes in whose place.`,
  }),
  "code-needed": ({ operation }) => ({
    what: text`This takes a code of your authenticator for ${code(operation)}.`,
    next: words("Press the button on its card, and type the six digits."),
  }),
  "code-wrong": ({ left }) => ({
    what: words("This code is wrong, or its time is over. Nothing was approved."),
    next: words(`Take the one that your app shows now; ${counted(left, "try is", "tries are")} left.`),
  }),
  "code-used": () => ({
    what: words("This code, or a newer one, was used already: each is good once. Nothing was approved."),
    next: words("Wait for the next one, half a minute at most."),
  }),
  "code-not-of-new-secret": () => ({
    what: words("This code is not one of the new key."),
    next: words("Add the key to your app, and type what it shows now."),
  }),
  "enrolment-over": (_, slash) => ({
    what: words("This key was not confirmed in time, or another one was."),
    next: text`Type ${code(`${slash} enroll`)} again.`,
  }),
  "step-up-not-enrolled": (_, slash) => ({
    what: words("This takes a code of an authenticator, and you have none here yet. Nothing was approved."),
    next: text`${code(`${slash} enroll`)} sets one up, in a minute. Then press the button again.`,
  }),
  "step-up-locked": ({ until }) => ({
    what: lockedUntil(until),
    next: words(
      "Ask another approver. If it was not you who tried, tell your security team: somebody has your account.",
    ),
  }),
  "step-up-off": () => ({
    what: words("Codes are not in use here: the bot has no LIFEGUARD_STEP_UP_KEY."),
    next: words("Its owner can set one; docs/policies.md tells how."),
  }),
  "plan-drifted": ({ operation }, slash) => ({
    what: text`What ${code(operation)} rests on has changed since it was planned, so it was not approved, and earlier votes do not count any more.`,
    next: text`Its card tells what moved, and plans it again with one click. ${code(`${slash} op ${operation}`)} shows it, too.`,
  }),
  "plan-superseded": ({ operation }, slash) => ({
    what: text`This button belongs to another plan than the one ${code(operation)} has now.`,
    next: text`Nothing was changed by your click. ${code(`${slash} op ${operation}`)} shows the plan.`,
  }),
  "nothing-to-narrow": ({ operation, asked }) => ({
    what: text`${code(operation)} has ${words(narrowed[asked].none)}.`,
    next: words("Propose something else, or reject it and say what you would sign off."),
  }),
  "not-narrower": ({ operation, asked, largest }) => ({
    what: text`${code(operation)} would not get smaller by that.`,
    next: words(`Propose ${narrowed[asked].range(largest)}.`),
  }),
  "not-later": ({ operation, earliest }) => ({
    what: text`${code(operation)} can only begin later than planned, not sooner.`,
    next: text`Name a moment after ${dateTime(earliest)}.`,
  }),
  "only-requester-answers": ({ operation, requester }) => ({
    what:
      requester === null
        ? text`ACK began ${code(operation)} itself: there is nobody who could take less.`
        : text`Only ${person(requester)}, who asked for ${code(operation)}, can take or decline what was proposed.`,
    next: words("Nothing was changed by your click."),
  }),
  "proposal-over": ({ operation }, slash) => ({
    what: text`This proposal for ${code(operation)} is not open any more: it was answered, or another one took its place.`,
    next: text`Nothing was changed by your click. ${code(`${slash} op ${operation}`)} shows the plan.`,
  }),
  "only-requester-withdraws": ({ operation, requester }) =>
    requester === null
      ? {
          what: words(askerName.withdrawal),
          next: words(askerName.withdrawalNext),
        }
      : {
          what: text`Only ${person(requester)}, who asked for ${code(operation)}, can withdraw it.`,
          next: words("An approver can reject it."),
        },
  "not-withdrawable": ({ operation, stage }, slash) => ({
    what: text`${code(operation)} cannot be withdrawn any more: it is ${words(stageName(stage))}.`,
    next: text`${code(`${slash} op ${operation}`)} shows how it stands.`,
  }),
  "empty-reason": () => ({
    what: words("A rejection needs a reason."),
    next: words("Write a few words: the requester will read them."),
  }),
  "not-controllable": ({ operation, action, stage }, slash) => ({
    what: text`${code(operation)} takes no ${code(action)} now: it is ${words(stageName(stage))}.`,
    next: text`${code(`${slash} op ${operation}`)} shows how it stands.`,
  }),
  "outcome-known": ({ operation, stage }, slash) => ({
    what: text`Nothing is open about ${code(operation)}: it is ${words(stageName(stage))}.`,
    next: text`${code(`${slash} op ${operation}`)} shows how it stands.`,
  }),
  "no-task-to-control": ({ operation, action }) => ({
    what: text`ACK runs ${code(operation)} in one go: it takes no ${code(action)}.`,
    next: words("Wait for its end; upgrades and fixes go by batches, between which they can be held."),
  }),
  "freeze-in-the-past": ({ until }) => ({
    what: text`${dateTime(until)} is over already.`,
    next: words("Say for how long from now on, like 2d, or a moment that is to come."),
  }),
  "not-frozen": ({ name }, slash) => ({
    what: text`Nobody froze ${code(name)} by a command.`,
    next: text`${code(`${slash} freezes`)} lists what is frozen; freezes of the configuration file end there.`,
  }),
  "go-ahead-by-new-person": ({ operation }) => ({
    what: text`You have voted on ${code(operation)} already; its policy wants another person for the go-ahead after a batch.`,
    next: words("Ask another approver."),
  }),
  "go-ahead-by-other": ({ operation }) => ({
    what: text`You asked for ${code(operation)} yourself; the go-ahead after a batch has to come from an approver.`,
    next: words("Ask one of them. You can cancel it."),
  }),
} satisfies Partial<Explanations>;

const narrowed = {
  nodes: {
    none: "no nodes that could be left out",
    range: (largest: number): string => (largest === 1 ? "a single node" : `1 to ${nodes(largest)}`),
  },
  parallelism: {
    none: "no nodes at once that could be fewer",
    range: (largest: number): string => (largest === 1 ? "one node at once" : `1 to ${nodes(largest)} at once`),
  },
} as const;

const excluded: Readonly<Record<Exclusion, string>> = {
  bot: "Bots cannot ask or decide here.",
  deactivated: "This account is deactivated.",
  guest: "Guests of this workspace cannot ask or decide here.",
  stranger: "People from another company cannot ask or decide here.",
  "other-workspace": "Only members of this bot's own workspace can ask or decide here.",
};
