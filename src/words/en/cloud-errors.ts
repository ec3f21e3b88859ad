import type { CloudFailure } from "../../domain/cloud.ts";
import { type Text, words } from "../../domain/text.ts";

/** What to do about an error of ACK, by its code. */
const advice: Readonly<Record<string, string>> = {
  "InvalidNodePoolStatus.Forbidden": "The pool is being worked on; wait until it is active.",
  "InvalidDesiredSizeOrCount.NotNull": "The pool scales itself; change its bounds instead of its size.",
  "MissingAuth.AliyunOOSLifecycleHook4CSRole":
    "An account owner has to authorise the role AliyunOOSLifecycleHook4CSRole once, in the RAM console.",
  "InvalidVSwitchId.IpNotEnough": "A vSwitch of the pool has no free IP addresses; add one in another zone.",
  "QuotaExceeded.Node": "The node quota is used up; ask for a higher one in the quota centre.",
  InsufficientBalance: "The account's balance is too low.",
  ErrorClusterNotFound: "Check the cluster's ID and region in the configuration.",
  ErrorNodePoolNotFound: "It may have been deleted meanwhile.",
  "Forbidden.RAM": "Give the bot's RAM user or role the right that the documentation lists for this call.",
  NoPermission: "Give the bot's RAM user or role the right that the documentation lists for this call.",
  "InvalidAccessKeyId.NotFound": "The bot's access key does not exist (any more).",
  SignatureDoesNotMatch: "The bot's access key secret is wrong.",
  "InvalidSecurityToken.Expired": "The bot's temporary credentials have expired.",
};

const adviceByFailure: Readonly<Record<CloudFailure, string>> = {
  "not-found": "Check the name, and whether it was deleted meanwhile.",
  denied: "Look at the rights of the bot's RAM user or role.",
  refused: "Look at ACK's message, change the request, and ask again.",
  throttled: "Try again in a minute.",
  unreachable: "Try again in a minute; look at the status page of Alibaba Cloud if it stays.",
};

export function cloudAdvice(code: string, failure: CloudFailure): Text {
  return words(advice[code] ?? adviceByFailure[failure]);
}
