/** Names, labels, taints and tags of a node pool (ACK: create and manage node pools). */
import { isObject, type JsonObject, listAt, textAt } from "../../json.ts";
import { firstOf } from "./values.ts";

const namePart = /^[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?$/;
const subdomain = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/;
const reserved = /(?:^|\.)(?:kubernetes|k8s)\.io$/;
const excepted = /(?:^|\.)(?:kubelet|node)\.kubernetes\.io$/;
const effects = ["NoSchedule", "NoExecute", "PreferNoSchedule"];
const longestTagKey = 128;

/** The first label, taint or tag that is wrong; null: none. */
export function wrongMark(sent: JsonObject): string | null {
  const labels = listAt(sent, "kubernetes_config", "labels").filter(isObject);
  const taints = listAt(sent, "kubernetes_config", "taints").filter(isObject);
  const tags = listAt(sent, "scaling_group", "tags").filter(isObject);
  const keys = tags.map((tag) => textAt(tag, "key") ?? "");
  return (
    firstOf(labels, (label) => wrongPair("label", label)) ??
    firstOf(taints, (taint) => wrongPair("taint", taint) ?? wrongEffect(textAt(taint, "effect") ?? "")) ??
    firstOf(tags, (tag) => wrongTag(textAt(tag, "key") ?? "", textAt(tag, "value") ?? "")) ??
    firstOf(keys, (key) => (keys.filter((other) => other === key).length > 1 ? `tag ${key} is there twice` : null))
  );
}

export const isPoolName = (name: string): boolean => /^(?!-)[\p{Script=Han}A-Za-z\d-]{1,63}$/u.test(name);

function wrongPair(kind: "label" | "taint", pair: JsonObject): string | null {
  const key = textAt(pair, "key") ?? "";
  const value = textAt(pair, "value") ?? "";
  const slash = key.indexOf("/");
  const [prefix, name] = slash < 0 ? [null, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (!namePart.test(name) || (prefix !== null && !subdomain.test(prefix))) return `${kind} key ${key} is invalid`;
  if (prefix !== null && reserved.test(prefix) && !excepted.test(prefix)) return `${kind} key ${key} is reserved`;
  return value === "" || namePart.test(value) ? null : `${kind} value ${value} is invalid`;
}

const wrongEffect = (effect: string): string | null =>
  effects.includes(effect) ? null : `taint effect ${effect} is not one of ${effects.join(", ")}`;

function wrongTag(key: string, value: string): string | null {
  if (key === "" || key.length > longestTagKey) return `tag key ${key} is invalid`;
  const bad = [key, value].find((text) => /^(?:aliyun|acs:)/.test(text) || /https?:\/\//.test(text));
  return bad === undefined ? null : `tag text ${bad} is reserved`;
}
