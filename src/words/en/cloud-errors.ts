import { cloudErrorsIn } from "../cloud-problems.ts";

const ticket = "Open a ticket with Alibaba Cloud and give it the request ID.";
const instance = "Look at the instance in the ECS console, and open a ticket if it does not come back.";
const roomToDrain =
  "Look for disruption budgets that allow nothing, for pods that cannot move, and for room on the other nodes.";
const right = "Give the bot's RAM user or role the right that the documentation lists for this call.";

export const { cloudAdvice, explainCloudError } = cloudErrorsIn({
  problems: {
    "pool-busy": {
      cause: "ACK is working on the pool",
      next: "The pool is being worked on; wait until it is active.",
    },
    "scales-itself": {
      cause: "a size was set for a pool that scales itself",
      next: "The pool scales itself; change its bounds instead of its size.",
    },
    "no-problem-detector": {
      cause: "managed features need the add-on ack-node-problem-detector, which the cluster does not have",
      next: "Install the add-on ack-node-problem-detector in the cluster, then ask again.",
    },
    "name-taken": { cause: "the cluster has a pool of this name", next: "Choose another name." },
    "no-lifecycle-role": {
      cause: "ACK lacks the service role AliyunOOSLifecycleHook4CSRole, which scaling needs once",
      next: "An account owner has to authorise the role AliyunOOSLifecycleHook4CSRole once, in the RAM console; ACK's message has the link.",
    },
    "no-service-role": { cause: "ACK lacks a service role that the account has to authorise", next: right },
    "no-stock": {
      cause: "the instance type is sold out in the pool's zones",
      next: "Add instance types that are in stock, or vSwitches in other zones; ACK goes on trying.",
    },
    "no-addresses": {
      cause: "a vSwitch of the pool has no free IP addresses",
      next: "A vSwitch of the pool has no free IP addresses; add one in another zone.",
    },
    quota: {
      cause: "a quota of the account is used up",
      next: "Ask for a higher one in the quota centre, or release what is not needed.",
    },
    "node-quota": {
      cause: "the cluster or pool has as many nodes as the quota allows",
      next: "The node quota is used up; ask for a higher one in the quota centre.",
    },
    "pool-quota": {
      cause: "the cluster has as many node pools as the quota allows",
      next: "Delete a pool that is not needed, or ask for a higher quota in the quota centre.",
    },
    "no-money": {
      cause: "the account has not enough money for new instances",
      next: "The account's balance is too low.",
    },
    "still-in-use": {
      cause: "something still depends on what was to be deleted",
      next: "Remove the nodes of the pool first.",
    },
    "last-pool": { cause: "a cluster keeps at least one pool", next: "Scale it to what is needed instead." },
    "region-silent": {
      cause: "ACK has not answered in this region for a while",
      next: "This call was not made. The region is asked again every few seconds; try again in a minute.",
    },
    "cluster-not-running": {
      cause: "the cluster is not running",
      next: "Wait until the cluster runs, then ask again.",
    },
    "no-such-cluster": {
      cause: "ACK knows no such cluster in this region",
      next: "Check the cluster's ID and region in the configuration.",
    },
    "no-such-pool": { cause: "there is no such pool", next: "It may have been deleted meanwhile." },
    "runs-in-one-go": {
      cause: "ACK runs this task in one go",
      next: "Wait for its end; upgrades and fixes go by batches, between which they can be held.",
    },
    "no-right": { cause: "the bot's RAM user or role lacks a right", next: right },
    "no-access-key": {
      cause: "the bot's access key does not exist",
      next: "The bot's access key does not exist (any more).",
    },
    "wrong-secret": {
      cause: "the bot signs with a wrong secret",
      next: "The bot's access key secret is wrong.",
    },
    "token-expired": {
      cause: "the bot's temporary credentials have expired",
      next: "The bot's temporary credentials have expired.",
    },
    "drain-too-slow": { cause: "a node could not be drained in time", next: roomToDrain },
    "command-failed": { cause: "a command that ACK ran on the managed pool failed", next: ticket },
    "no-command": { cause: "ACK's task came without the command to run", next: ticket },
    "unknown-mode": { cause: "ACK's task asks for a mode that is not implemented", next: ticket },
    "unknown-repair": { cause: "ACK does not know the repair that it was to make", next: ticket },
    "not-destroyed": { cause: "a node could not be destroyed", next: instance },
    "not-drained": { cause: "a node could not be drained", next: roomToDrain },
    "restart-too-slow": { cause: "a restarted instance did not come up in time", next: instance },
    "not-restarted": { cause: "an instance could not be restarted", next: instance },
    "disk-not-reset": { cause: "the system disk of an instance could not be reset", next: instance },
    "not-repaired": {
      cause: "ACK could not repair a node by itself",
      next: "Somebody has to look at the node: repair it by name, or remove it and let the pool make another.",
    },
  },
  advice: {
    "not-found": "Check the name, and whether it was deleted meanwhile.",
    denied: "Look at the rights of the bot's RAM user or role.",
    refused: "Look at ACK's message, change the request, and ask again.",
    throttled: "Try again in a minute.",
    unreachable: "Try again in a minute; look at the status page of Alibaba Cloud if it stays.",
  },
});
