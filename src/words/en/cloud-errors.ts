import type { CloudFailure } from "../../domain/cloud.ts";
import { type Text, words } from "../../domain/text.ts";
import { alertsByName, type CloudProblem } from "./cloud-alerts.ts";

const rights: CloudProblem = {
  cause: "the bot's RAM user or role lacks a right",
  next: "Give the bot's RAM user or role the right that the documentation lists for this call.",
};
const noStock: CloudProblem = {
  cause: "the instance type is sold out in the pool's zones",
  next: "Add instance types that are in stock, or vSwitches in other zones; ACK goes on trying.",
};
const quota: CloudProblem = {
  cause: "a quota of the account is used up",
  next: "Ask for a higher one in the quota centre, or release what is not needed.",
};
const noAddresses: CloudProblem = {
  cause: "a vSwitch of the pool has no free IP addresses",
  next: "A vSwitch of the pool has no free IP addresses; add one in another zone.",
};
const noMoney: CloudProblem = {
  cause: "the account has not enough money for new instances",
  next: "The account's balance is too low.",
};
const drain: CloudProblem = {
  cause: "a node could not be drained in time",
  next: "Look for disruption budgets that allow nothing, for pods that cannot move, and for room on the other nodes.",
};

/** Errors of ACK and of what it calls, by code. */
const problems: Readonly<Record<string, CloudProblem>> = {
  ...alertsByName,
  "InvalidNodePoolStatus.Forbidden": {
    cause: "ACK is working on the pool",
    next: "The pool is being worked on; wait until it is active.",
  },
  "InvalidDesiredSizeOrCount.NotNull": {
    cause: "a size was set for a pool that scales itself",
    next: "The pool scales itself; change its bounds instead of its size.",
  },
  "InvalidParameter.Management": {
    cause: "managed features need the add-on ack-node-problem-detector, which the cluster does not have",
    next: "Install the add-on ack-node-problem-detector in the cluster, then ask again.",
  },
  "InvalidParameter.Name": { cause: "the cluster has a pool of this name", next: "Choose another name." },
  "MissingAuth.AliyunOOSLifecycleHook4CSRole": {
    cause: "ACK lacks the service role AliyunOOSLifecycleHook4CSRole, which scaling needs once",
    next: "An account owner has to authorise the role AliyunOOSLifecycleHook4CSRole once, in the RAM console; ACK's message has the link.",
  },
  "InvalidVSwitchId.IpNotEnough": noAddresses,
  "QuotaExceeded.Node": {
    cause: "the cluster or pool has as many nodes as the quota allows",
    next: "The node quota is used up; ask for a higher one in the quota centre.",
  },
  "QuotaExceeded.NodePool": {
    cause: "the cluster has as many node pools as the quota allows",
    next: "Delete a pool that is not needed, or ask for a higher quota in the quota centre.",
  },
  InsufficientBalance: noMoney,
  DependencyResourceExist: {
    cause: "something still depends on what was to be deleted",
    next: "Remove the nodes of the pool first.",
  },
  LastNodePool: { cause: "a cluster keeps at least one pool", next: "Scale it to what is needed instead." },
  ErrorClusterState: { cause: "the cluster is not running", next: "Wait until the cluster runs, then ask again." },
  ErrorClusterNotFound: {
    cause: "ACK knows no such cluster in this region",
    next: "Check the cluster's ID and region in the configuration.",
  },
  ErrorNodePoolNotFound: { cause: "there is no such pool", next: "It may have been deleted meanwhile." },
  ErrPauseTask: {
    cause: "ACK runs this task in one go",
    next: "Wait for its end; upgrades and fixes go by batches, between which they can be held.",
  },
  "Forbidden.RAM": rights,
  NoPermission: rights,
  ErrorCheckAcl: rights,
  "InvalidAccessKeyId.NotFound": {
    cause: "the bot's access key does not exist",
    next: "The bot's access key does not exist (any more).",
  },
  SignatureDoesNotMatch: {
    cause: "the bot signs with a wrong secret",
    next: "The bot's access key secret is wrong.",
  },
  "InvalidSecurityToken.Expired": {
    cause: "the bot's temporary credentials have expired",
    next: "The bot's temporary credentials have expired.",
  },
};

/** Kinds of codes that come in many spellings. */
const families: readonly (readonly [RegExp, CloudProblem])[] = [
  [/NoStock|NotOnSale|StockNotEnough|ResourceNotAvailable/, noStock],
  [/IpNotEnough|InsufficientIp/i, noAddresses],
  [/^QuotaExceed|QuotaLimit/, quota],
  [/^(InsufficientBalance|InvalidAccountStatus\.NotEnoughBalance)/, noMoney],
  [/^(Forbidden|NoPermission)(\.|$)/, rights],
  [/^MissingAuth\./, { ...rights, cause: "ACK lacks a service role that the account has to authorise" }],
  [/DrainNode|DrainTimeout/i, drain],
];

const adviceByFailure: Readonly<Record<CloudFailure, string>> = {
  "not-found": "Check the name, and whether it was deleted meanwhile.",
  denied: "Look at the rights of the bot's RAM user or role.",
  refused: "Look at ACK's message, change the request, and ask again.",
  throttled: "Try again in a minute.",
  unreachable: "Try again in a minute; look at the status page of Alibaba Cloud if it stays.",
};

export function cloudAdvice(code: string, failure: CloudFailure): Text {
  return words(problemOf(code)?.next ?? adviceByFailure[failure]);
}

/**
 * What an error of ACK means and what to do about it, by its code, or by a code that stands in its message, as tasks and nodes often
 * have it. null: it is not a known one.
 */
export function explainCloudError(
  code: string | null,
  message: string | null,
): { readonly cause: Text; readonly next: Text } | null {
  const named = [code ?? "", ...((message ?? "").match(/[A-Za-z][\w-]*(?:\.[\w-]+)*/g) ?? [])];
  const found = named.map(problemOf).find((problem) => problem !== undefined);
  return found === undefined ? null : { cause: words(found.cause), next: words(found.next) };
}

function problemOf(name: string): CloudProblem | undefined {
  // Own names only: a message can have words like `constructor`.
  if (Object.hasOwn(problems, name)) return problems[name];
  return families.find(([pattern]) => pattern.test(name))?.[1];
}
