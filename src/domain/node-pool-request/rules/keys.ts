import type { Format, RequestProblem } from "../problem.ts";
import { type Rule, when } from "./rule.ts";

/** 1 to 63 letters, digits, `-`, `_`, `.`, with a letter or digit at both ends (ACK: create a node pool, labels and taints). */
const keyName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
/** A subdomain: parts of lower case letters, digits and hyphens. */
const subdomain = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const longestPrefix = 253;

interface Keyed {
  readonly key: string;
  readonly value?: string | undefined;
}

function syntaxOf(path: string, { key, value = "" }: Keyed): readonly RequestProblem[] {
  const { prefix, name } = partsOf(key);
  const bad = (field: string, format: Format, holds: boolean): readonly RequestProblem[] =>
    when(holds, { code: "bad-format", path: `${path}.${field}`, format });
  return [
    ...bad("key", "label-prefix", prefix !== null && (prefix.length > longestPrefix || !subdomain.test(prefix))),
    ...bad("key", "label-key", !keyName.test(name)),
    ...bad("value", "label-value", value !== "" && !keyName.test(value)),
  ];
}

function partsOf(key: string): { readonly prefix: string | null; readonly name: string } {
  const slash = key.indexOf("/");
  return slash === -1 ? { prefix: null, name: key } : { prefix: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Keys and values of labels and taints are written as Kubernetes wants them. */
export const syntaxOfKeys: Rule = ({ kubernetes_config: kubernetes }) => [
  ...(kubernetes?.labels ?? []).flatMap((label, place) => syntaxOf(`kubernetes_config.labels[${place}]`, label)),
  ...(kubernetes?.taints ?? []).flatMap((taint, place) => syntaxOf(`kubernetes_config.taints[${place}]`, taint)),
];

const reserved = ["kubernetes.io", "k8s.io"] as const;
const open = ["kubelet.kubernetes.io", "node.kubernetes.io"] as const;

/** Labels below Kubernetes' own domains are its own, with two exceptions (ACK: create a node pool, node labels). */
export const reservedLabelDomains: Rule = ({ kubernetes_config: kubernetes }) =>
  (kubernetes?.labels ?? []).flatMap(({ key }, place): readonly RequestProblem[] => {
    const { prefix } = partsOf(key);
    const below = (domains: readonly string[]): boolean =>
      domains.some((domain) => prefix === domain || prefix?.endsWith(`.${domain}`) === true);
    return when(below(reserved) && !below(open), {
      code: "reserved-domain",
      path: `kubernetes_config.labels[${place}].key`,
      domains: reserved,
      exceptions: open,
    });
  });

/** A key stands once among labels and tags; a taint's key once with each effect. */
export const keysStandOnce: Rule = ({ kubernetes_config: kubernetes, scaling_group: group }) => [
  ...repeated(
    "kubernetes_config.labels",
    (kubernetes?.labels ?? []).map(({ key }) => key),
  ),
  ...repeated(
    "kubernetes_config.taints",
    (kubernetes?.taints ?? []).map(({ key, effect }) => `${key}:${effect ?? "NoSchedule"}`),
  ),
  ...repeated(
    "scaling_group.tags",
    (group?.tags ?? []).map(({ key }) => key),
  ),
];

function repeated(path: string, keys: readonly string[]): readonly RequestProblem[] {
  return keys.flatMap((key, place): readonly RequestProblem[] =>
    when(keys.indexOf(key) < place, { code: "duplicate", path: `${path}[${place}].key`, key }),
  );
}

/** Of tags that ACK and Auto Scaling add themselves (ACK: create a node pool, ECS tags). */
const ownTagKeys = ["ack.aliyun.com", "ack.alibabacloud.com/nodepool-id"] as const;
const tagPrefixes = ["aliyun", "acs:", ...ownTagKeys] as const;
/** These may not stand anywhere in a tag. */
const tagAddresses = ["http://", "https://"] as const;

/** Tags keep clear of the cloud's own (ACK: `tags`). */
export const reservedTags: Rule = ({ scaling_group: group }) =>
  (group?.tags ?? []).flatMap(({ key, value = "" }, place) => {
    const reservedIn = (field: "key" | "value", text: string): readonly RequestProblem[] => {
      const prefixes = field === "key" ? tagPrefixes : tagPrefixes.slice(0, 2);
      const taken =
        prefixes.some((prefix) => text.startsWith(prefix)) || tagAddresses.some((address) => text.includes(address));
      return when(taken, {
        code: "reserved-text",
        path: `scaling_group.tags[${place}].${field}`,
        prefixes,
        nowhere: tagAddresses,
      });
    };
    return [...reservedIn("key", key), ...reservedIn("value", value)];
  });

/** Whether ACK or Auto Scaling put the tag there: the pool's own tags, and those for the cluster autoscaler. */
export function addedByAck(key: string): boolean {
  return (
    key.startsWith("acs:") ||
    key.startsWith("k8s.io/cluster-autoscaler") ||
    key === "k8s.aliyun.com" ||
    ownTagKeys.some((own) => own === key)
  );
}
