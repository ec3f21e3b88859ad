import type { LeftOut, LeftOutReason } from "../../domain/node-pool-request/clone.ts";
import type { Tab } from "../../domain/node-pool-request/describe-request.ts";
import type { NoticeCode, RequestNotice } from "../../domain/node-pool-request/notices/notice.ts";
import type { FieldType, Format, ProblemCode, RequestProblem } from "../../domain/node-pool-request/problem.ts";
import { code, join, type Text, text, words } from "../../domain/text.ts";
import type { Explanation } from "../explanation.ts";
import { counted, nodes } from "./plural.ts";

type Problems = { readonly [Code in ProblemCode]: (of: RequestProblem<Code>) => Text };
type Notices = { readonly [Code in NoticeCode]: (of: RequestNotice<Code>) => Text };

function choices(values: readonly string[]): Text {
  return join(values.map(code), ", ");
}

/** `one of a, b`, or the one there is. */
function oneOf(values: readonly string[]): Text {
  return values.length === 1 ? choices(values) : text`one of ${choices(values)}`;
}

const types: Readonly<Record<FieldType, string>> = {
  text: "a text",
  number: "a number",
  boolean: "true or false",
  list: "a list",
  object: "a group of fields",
};

const formats: Readonly<Record<Format, Text>> = {
  "pool-name": words("1 to 63 letters, digits, Chinese characters and hyphens, not beginning with a hyphen"),
  "label-key": words("1 to 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends"),
  "label-prefix": text`a subdomain of at most 253 lower case letters, digits, hyphens and dots before the slash, like ${code("example.com/team")}`,
  "label-value": words(
    "empty, or at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends",
  ),
  password: words(
    "8 to 30 characters with at least three of these kinds: upper case, lower case, digits, special characters",
  ),
  "number-or-percent": text`a text with a number from 1 to 100000 like ${code("5")}, or a percentage from 1% to 100% like ${code("10%")}`,
  "vulnerability-levels": text`${choices(["asap", "later", "nntf"])}, or some of them with commas and without spaces, like ${code("asap,later")}`,
  device: text`${code("/dev/xvdb")} to ${code("/dev/xvdz")}`,
  "disk-name": words("2 to 128 letters, digits, colons, underscores and hyphens, beginning with a letter"),
  price: text`a text with a price per instance and hour, like ${code("0.39")}`,
  base64: text`a script in base64, like ${code("IyEvYmluL3No")}`,
  "node-name-mode": text`${code("customized,prefix,ip,suffix")}, with the prefix and the suffix of your choice (the suffix may be empty), or ${code("nodeip")}`,
  "node-name-prefix": words(
    "a name with a prefix that begins with a lower case letter, ends with a letter or digit, and has letters, digits and single hyphens or dots between",
  ),
  "node-name-suffix": words(
    "a name with a suffix that begins with a letter, ends with a lower case letter or digit, and has letters, digits and single hyphens or dots between",
  ),
};

const problems: Problems = {
  "not-a-request": () =>
    text`The request has to be a group of fields, like ${code('{"nodepool_info": {"name": "web"}}')}.`,
  missing: ({ path }) => text`${code(path)} is missing: ACK needs it.`,
  empty: ({ path }) => text`${code(path)} is empty: give it a value, or leave the field out.`,
  "wrong-type": ({ path, expected }) => text`${code(path)} has to be ${words(types[expected])}.`,
  "out-of-range": ({ path, min, max }) =>
    max === Number.MAX_SAFE_INTEGER
      ? text`${code(path)} has to be a whole number, ${min} or more.`
      : text`${code(path)} has to be a whole number from ${min} to ${max}.`,
  "wrong-length": ({ path, least, most }) => text`${code(path)} has to have ${least} to ${most} characters.`,
  "wrong-count": ({ path, least, most }) => text`${code(path)} has to have ${least} to ${most} entries.`,
  "not-allowed": ({ path, allowed }) => text`${code(path)} has to be ${oneOf(allowed)}.`,
  "bad-format": ({ path, format }) => text`${code(path)} has to be ${formats[format]}.`,
  deprecated: ({ path, successor }) =>
    successor === null
      ? text`${code(path)} is deprecated, and nothing took its place: leave it out.`
      : text`${code(path)} is deprecated: use ${code(successor)} instead.`,
  exclusive: ({ path, other }) => text`${code(path)} and ${code(other)} cannot be set together: leave one of them out.`,
  "needed-by": ({ path, other, value }) =>
    text`${code(path)} is missing: it is needed because ${code(other)} is ${code(value)}.`,
  "only-with": ({ path, other, allowed }) =>
    text`${code(path)} is possible only where ${code(other)} is ${oneOf(allowed)}.`,
  "never-with": ({ path, other, value }) =>
    text`${code(path)} is not possible like this where ${code(other)} is ${code(value)}: leave it out, or change the other.`,
  "below-other": ({ path, other, least }) =>
    text`${code(path)} has to be at least ${least}, which is the value of ${code(other)}.`,
  "disk-too-small": ({ path, level, above }) =>
    text`${code(path)} has to be more than ${above} GiB for a disk of the level ${code(level)}: take a larger disk or a lower level.`,
  "iops-above-disk": ({ path, most, size }) =>
    text`${code(path)} can be at most ${most} on a disk of ${size} GiB: ask for fewer, or take a larger disk.`,
  "growth-too-large": ({ path, most }) =>
    text`${code(path)} can be at most ${most} here, as ACK adds no more nodes at once: start with fewer and scale out.`,
  "above-deployment-set": ({ path, most, zones }) =>
    text`${code(path)} can be at most ${most}: the deployment set holds 20 nodes in each zone, and the vSwitches are in ${words(counted(zones, "zone", "zones"))}.`,
  duplicate: ({ path, key }) => text`${code(path)} repeats ${code(key)}: each may stand there once.`,
  "reserved-text": ({ path, prefixes, nowhere }) =>
    text`${code(path)} uses what is reserved for the cloud: it may not begin with ${choices(prefixes)}, nor have ${choices(nowhere)} in it.`,
  "reserved-domain": ({ path, domains, exceptions }) =>
    text`${code(path)} is below a domain that is reserved for Kubernetes (${choices(domains)}). Only ${choices(exceptions)} may be used.`,
  "node-name-too-long": ({ path, longest, most }) =>
    text`${code(path)} can make names of ${longest} characters, and a node's name has at most ${most}: take a shorter prefix or suffix.`,
  "name-taken": ({ path, name }) =>
    text`${code(path)} is taken: the cluster has a node pool ${code(name)} already. Choose another name.`,
  "cluster-too-new": ({ path, value, newest, cluster }) =>
    text`${code(path)} cannot be ${code(value)}: clusters take it up to version ${code(newest)}, and this one has ${code(cluster)}.`,
  "cluster-too-old": ({ path, oldest, cluster }) =>
    text`${code(path)} needs a cluster of version ${code(oldest)} or newer, and this one has ${code(cluster)}.`,
};

/** A problem of a request in a sentence: the field, what is wrong with it, and what is allowed. */
export function problem<Code extends ProblemCode>(of: RequestProblem<Code>): Text {
  return problems[of.code](of);
}

const noticeWords: Notices = {
  "no-effect": ({ path, other, needed }) =>
    text`${code(path)} does nothing: it takes effect only where ${code(other)} is ${oneOf(needed)}.`,
  "default-applies": ({ path, value }) => text`${code(path)} is left out: ACK takes ${code(value)}.`,
  "default-uncertain": ({ path }) =>
    text`${code(path)} is left out, and ACK's documents differ in what it takes then: say what you want.`,
  "below-advised-size": ({ path, advised }) =>
    text`${code(path)}: at least ${words(nodes(advised))} are advised, so that one failure does not stop what runs here.`,
  "no-desired-size": ({ path }) =>
    text`${code(path)} is left out: the pool will have no desired size at all, and cannot be scaled here. 0 is a size.`,
  "above-default-quota": ({ path, quota }) =>
    text`${code(path)}: a pool may have ${words(nodes(quota))} unless the quota was raised, so ACK may not reach it.`,
  "one-zone": ({ path }) =>
    text`${code(path)}: all nodes will be in one zone. Several zones survive the failure of one.`,
  "one-instance-type": ({ path }) =>
    text`${code(path)}: with one type there are no nodes when it is out of stock. Several types are advised.`,
  "no-logon": ({ path }) =>
    text`${code(path)} is left out, and there is no password either: nobody will be able to log on to the nodes.`,
  "no-price-limit": ({ path }) => text`${code(path)} is left out: no limit is set for the price of spot instances.`,
  "spot-is-taken-back": ({ path }) =>
    text`${code(path)}: spot instances can be taken back after their first hour, with 5 minutes' notice.`,
  "no-root-logon": ({ path }) => text`${code(path)}: MLPS hardening forbids root to log on over SSH.`,
  "windows-taint": ({ path }) =>
    text`${code(path)}: ACK gives Windows nodes of such a pool the taint ${code("os=windows:NoSchedule")}.`,
  "fixed-once-made": ({ path }) => text`${code(path)} cannot be changed once the pool is made.`,
  "deployment-set-holds": ({ path, most, zones }) =>
    text`${code(path)}: the pool can have at most ${words(nodes(most))}, 20 in each of ${words(counted(zones, "zone", "zones"))}.`,
  "confidential-instances": ({ path, families }) =>
    text`${code(path)}: confidential computing is documented for the families ${choices(families)}; ACK may not make nodes of others.`,
  "deprecated-but-taken": ({ path, successor }) =>
    successor === null
      ? text`${code(path)} is deprecated. ACK still takes it; nothing took its place.`
      : text`${code(path)} is deprecated. ACK still takes it; ${code(successor)} is what to use.`,
  "unlisted-image-type": ({ path, value }) =>
    text`${code(path)}: ${code(value)} is not in ACK's list of images, so it was not checked.`,
  "unknown-field": ({ path }) => text`${code(path)} is not known here: it is sent as it is, unchecked.`,
};

/** A notice in a sentence. */
export function notice<Code extends NoticeCode>(of: RequestNotice<Code>): Text {
  return noticeWords[of.code](of);
}

const leftOutWords: Readonly<Record<LeftOutReason, { readonly why: string; readonly next: string }>> = {
  "given-by-ack": { why: "ACK gives it to each pool itself.", next: "There is nothing to do." },
  "present-state": { why: "it tells how the pool stands now.", next: "There is nothing to do." },
  "not-taken": {
    why: "ACK tells it and takes it in no request.",
    next: "Compare the new pool with the old one in the ACK console if it matters.",
  },
  "set-afterwards": {
    why: "ACK does not take it for a new pool.",
    next: "Set it once the pool is there, with manage.",
  },
  secret: {
    why: "ACK does not give passwords away.",
    next: "Set scaling_group.key_pair, or a new password in the ACK console.",
  },
  deprecated: {
    why: "it is deprecated.",
    next: "If it held something, look whether the field that took its place says what you want.",
  },
  "not-set": { why: "the pool has no value for it.", next: "There is nothing to do." },
  "auto-scaling": {
    why: "a pool that scales itself takes no size.",
    next: "Look at auto_scaling.min_instances: so many nodes will be made at first.",
  },
  "no-spot": {
    why: "it is an option for spot instances, and the pool has none.",
    next: "Set scaling_group.spot_strategy together with it if you want spot instances.",
  },
  "added-by-ack": { why: "ACK adds this tag itself.", next: "There is nothing to do." },
};

/** Why a field of the cloned pool is not asked for, and what to do about it. */
export function leftOut({ path, why }: LeftOut): Explanation {
  const { why: because, next } = leftOutWords[why];
  return { what: text`${code(path)} is left out: ${words(because)}`, next: words(next) };
}

/** A value of a deprecated field that now stands in its successor. */
export function moved({ from, to }: { readonly from: string; readonly to: string }): Text {
  return text`${code(from)} is deprecated: its value stands in ${code(to)} now.`;
}

/** The console's tabs. */
export const tab: Readonly<Record<Tab, string>> = {
  basic: "Basic",
  network: "Network",
  "instances-and-image": "Instances and image",
  storage: "Storage",
  "number-of-instances": "Number of instances",
  management: "Managed features",
  advanced: "Advanced",
};
