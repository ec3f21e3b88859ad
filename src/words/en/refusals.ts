import type { CloudFailure } from "../../domain/cloud.ts";
import type { Exclusion } from "../../domain/person.ts";
import type { ApproverGroup } from "../../domain/approver-group.ts";
import type { Expectation, Refusal, RefusalCode } from "../../domain/refusal.ts";
import { channel, code, dateTime, group, join, person, type Text, text, words } from "../../domain/text.ts";
import { cloudAdvice } from "./cloud-errors.ts";
import { stageName } from "./stages.ts";
import { nodes } from "./plural.ts";

/** A refusal in words: what happened and why, then what to do next. */
export interface Explanation {
  readonly what: Text;
  readonly next: Text;
}

type Explanations = {
  readonly [Code in RefusalCode]: (of: Refusal<Code>, slash: string) => Explanation;
};

const explanations: Explanations = {
  "unclosed-quote": () => ({
    what: words("A quote is opened and never closed."),
    next: words("Close it, or leave the quotes out where a name has no spaces."),
  }),
  "unknown-verb": ({ typed, nearest }, slash) => ({
    what: text`There is no command ${code(typed)}.`,
    next:
      nearest === null
        ? text`${code(`${slash} help`)} lists what there is.`
        : text`Did you mean ${code(`${slash} ${nearest}`)}? ${code(`${slash} help`)} lists what there is.`,
  }),
  "missing-argument": ({ verb, argument }, slash) => ({
    what: text`${code(verb)} needs ${code(argument)}.`,
    next: text`${code(`${slash} help ${verb}`)} shows how it is written.`,
  }),
  "too-many-arguments": ({ verb, extra }, slash) => ({
    what: text`${code(verb)} does not know what to do with ${code(extra)}.`,
    next: text`Put names with spaces in quotes. ${code(`${slash} help ${verb}`)} shows how it is written.`,
  }),
  "unknown-option": ({ verb, typed, nearest }, slash) => ({
    what: text`${code(verb)} has no option ${code(typed)}.`,
    next:
      nearest === null
        ? text`${code(`${slash} help ${verb}`)} lists its options.`
        : text`Did you mean ${code(nearest)}? ${code(`${slash} help ${verb}`)} lists its options.`,
  }),
  "option-without-value": ({ verb, option }, slash) => ({
    what: text`${code(option)} needs a value.`,
    next: text`Write it behind the option, in quotes where it has spaces. ${code(`${slash} help ${verb}`)} has examples.`,
  }),
  "bad-value": ({ verb, parameter, typed, expected }, slash) => ({
    what: text`${code(typed)} does not serve as ${code(parameter)}: it has to be ${expectation(expected)}.`,
    next: text`${code(`${slash} help ${verb}`)} has examples.`,
  }),
  "unknown-pool": ({ typed, nearest }, slash) => ({
    what: text`There is no node pool ${code(typed)}.`,
    next:
      nearest.length === 0
        ? text`${code(`${slash} list`)} shows all of them.`
        : text`Did you mean ${join(nearest.map(code), " or ")}? ${code(`${slash} list`)} shows all of them.`,
  }),
  "ambiguous-pool": ({ typed, candidates }) => ({
    what: text`There are ${candidates.length} node pools called ${code(typed)}.`,
    next: text`Choose one, or write ${join(candidates.map(code), " or ")}.`,
  }),
  "unknown-cluster": ({ typed, known }) => ({
    what: text`There is no cluster ${code(typed)} here.`,
    next: text`Known clusters: ${join(known.map(code), ", ")}.`,
  }),
  "unknown-operation": ({ typed }, slash) => ({
    what: text`There is no operation ${code(typed)}.`,
    next: text`${code(`${slash} ops`)} lists what waits and runs.`,
  }),
  "cluster-not-running": ({ cluster, state }) => ({
    what: text`The cluster ${code(cluster)} is ${code(state)}; ACK changes node pools only while it is ${code("running")}.`,
    next: words("Wait until it runs, then ask again."),
  }),
  "pool-not-workable": ({ pool, state }) => ({
    what: text`The node pool ${code(pool)} is ${code(state)}: ACK takes no change of it in this state.`,
    next: words("Look at it in the ACK console; a pool that failed to be made can only be deleted there."),
  }),
  "pool-of-other-kind": ({ pool, type }) => ({
    what: text`The node pool ${code(pool)} is of the kind ${code(type)}; only pools of ECS instances can be worked on here.`,
    next: words("Use the ACK console for this one."),
  }),
  "pool-scales-itself": ({ pool, minimum, maximum }) => ({
    what: text`The node pool ${code(pool)} scales itself between ${minimum} and ${maximum} nodes, so it has no size to set.`,
    next: words("Change its bounds, or switch auto scaling off in the ACK console, then scale it by hand."),
  }),
  "pool-without-desired-size": ({ pool }) => ({
    what: text`The node pool ${code(pool)} is of the old kind that has no desired size.`,
    next: words("Set an expected number of nodes for it in the ACK console once; from then on it can be scaled here."),
  }),
  "pool-without-nodes": ({ pool }) => ({
    what: text`The node pool ${code(pool)} has no nodes: there is nothing to upgrade.`,
    next: words("New nodes get the pool's configuration; scale it out instead."),
  }),
  "size-out-of-range": ({ size, smallest, largest }) => ({
    what: text`A pool cannot have ${size} nodes: it has to be ${smallest} to ${largest}.`,
    next: words("Ask for a size within these."),
  }),
  "already-this-size": ({ pool, size }) => ({
    what: text`${code(pool)} already has a desired size of ${words(nodes(size))}.`,
    next: words("Nothing was changed."),
  }),
  "already-this-version": ({ pool, version }, slash) => ({
    what: text`The nodes of ${code(pool)} already have ${code(version)}, the control plane's version.`,
    next: text`Nothing was changed. ${code(`${slash} help upgrade`)} shows how to name an OS image, a runtime or another version.`,
  }),
  "growth-too-large": ({ from, to, largest }) => ({
    what: text`From ${from} to ${to} is ${to - from} more nodes; ACK adds at most ${largest} in one operation.`,
    next: text`Ask for ${from + largest} first, and for the rest when that is done.`,
  }),
  "not-a-version": ({ value, example }) => ({
    what: text`${code(value)} is not a Kubernetes version.`,
    next: text`Write it like ${code(example)}.`,
  }),
  "newer-than-control-plane": ({ wanted, controlPlane }) => ({
    what: text`${code(wanted)} is newer than the control plane, which has ${code(controlPlane)}. Nodes follow the control plane.`,
    next: text`Upgrade the control plane first, or ask for ${code(controlPlane)}.`,
  }),
  "too-old-for-control-plane": ({ wanted, controlPlane }) => ({
    what: text`${code(wanted)} is too old for the control plane, which has ${code(controlPlane)}.`,
    next: text`Ask for ${code(controlPlane)}, or for a version at most three minor versions older.`,
  }),
  "image-needs-disk-replacement": () => ({
    what: words("Another OS image reaches nodes only with a new system disk."),
    next: text`Add ${code("--replace-disk")}. Everything on the system disks will be lost.`,
  }),
  "parallelism-out-of-range": ({ value, smallest, largest }) => ({
    what: text`${value} nodes at once is not possible: ACK upgrades ${smallest} to ${largest} in one batch.`,
    next: text`Ask for a ${code("--batch")} within these.`,
  }),
  "unknown-nodes": ({ pool, nodes: missing }, slash) => ({
    what: text`The node pool ${code(pool)} has no node ${join(missing.map(code), ", ")}.`,
    next: text`${code(`${slash} show ${pool}`)} lists its nodes.`,
  }),
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
  "plan-superseded": ({ operation }, slash) => ({
    what: text`This button belongs to another plan than the one ${code(operation)} has now.`,
    next: text`Nothing was changed by your click. ${code(`${slash} op ${operation}`)} shows the plan.`,
  }),
  "only-requester-withdraws": ({ operation, requester }) => ({
    what: text`Only ${person(requester)}, who asked for ${code(operation)}, can withdraw it.`,
    next: words("An approver can reject it."),
  }),
  "not-withdrawable": ({ operation, stage }, slash) => ({
    what: text`${code(operation)} cannot be withdrawn any more: it is ${words(stageName(stage))}.`,
    next: text`${code(`${slash} op ${operation}`)} shows how it stands.`,
  }),
  "empty-reason": () => ({
    what: words("A rejection needs a reason."),
    next: words("Write a few words: the requester will read them."),
  }),
  cloud: (error) => ({
    what: text`ACK did not do this: ${words(cloudFailure[error.failure])} (${code(error.cloudCode)}: ${error.detail})`,
    next: text`${cloudAdvice(error.cloudCode, error.failure)} ${words(`Call: ${error.action}.`)}${
      error.requestId === null ? [] : text` Request ID for support: ${code(error.requestId)}`
    }`,
  }),
  "card-not-posted": ({ operation, channel: where, slackCode }) => ({
    what: text`The card of ${code(operation)} could not be posted in ${channel(where)} (${code(slackCode)}), so the operation was not started.`,
    next: words(cardAdvice[slackCode] ?? "Ask for it again in a channel where the bot may post."),
  }),
  "too-busy": () => ({
    what: words("Too many commands are being worked on at this moment, so yours was not taken."),
    next: words("Try again in a minute."),
  }),
  internal: ({ reference }) => ({
    what: words("Something went wrong inside the bot."),
    next: text`Try again. If it stays, give its owner this reference: ${code(reference)}`,
  }),
};

/** Every refusal in words. `slash` is the slash command people type, `/pool` for example. */
export function explain<Code extends RefusalCode>(refusal: Refusal<Code>, slash: string): Explanation {
  return explanations[refusal.code](refusal, slash);
}

function expectation(expected: Expectation): Text {
  switch (expected.kind) {
    case "size":
      return text`a number of nodes like ${code("6")}, or a step like ${code("+2")} or ${code("-2")}`;
    case "whole-number":
      return text`a whole number from ${expected.smallest} to ${expected.largest}`;
    case "choice":
      return text`one of ${join(expected.choices.map(code), ", ")}`;
    case "runtime":
      return text`a runtime and its version, like ${code("containerd@1.6.39")}`;
    case "operation-id":
      return text`an operation's ID, like ${code("op-7f3k")}`;
  }
}

/** Groups of approvers as people know them. */
export function approvers(groups: readonly ApproverGroup[]): Text {
  return join(
    groups.map(({ members }) =>
      members.kind === "usergroup" ? [group(members.usergroup)] : join(members.users.map(person), ", "),
    ),
    " or ",
  );
}

const excluded: Readonly<Record<Exclusion, string>> = {
  bot: "Bots cannot ask or decide here.",
  deactivated: "This account is deactivated.",
  guest: "Guests of this workspace cannot ask or decide here.",
  stranger: "People from another company cannot ask or decide here.",
  "other-workspace": "Only members of this bot's own workspace can ask or decide here.",
};

const cloudFailure: Readonly<Record<CloudFailure, string>> = {
  "not-found": "it does not know what was asked for",
  denied: "the bot's account has no right to",
  refused: "it refused the call",
  throttled: "too many calls were made at once",
  unreachable: "it gave no answer",
};

/** Slack's error codes of a refused post, by what mends them. */
const cardAdvice: Readonly<Record<string, string>> = {
  not_in_channel: "Invite the bot to that channel with /invite, then ask again.",
  channel_not_found: "Invite the bot to that channel with /invite, then ask again.",
  is_archived: "The channel is archived: ask in another one.",
  restricted_action: "Only some people may post in that channel: ask in another one.",
  restricted_action_read_only_channel: "The channel is read-only: ask in another one.",
  restricted_action_thread_only_channel: "The channel takes only replies: ask in another one.",
};
