import { KubernetesError } from "./status.ts";

type Labels = Readonly<Record<string, string>>;

const requirement =
  /^(?:!(?<absent>[\w./-]+)|(?<key>[\w./-]+)(?:\s*(?<sign>==|=|!=)\s*(?<value>[\w.-]*)|\s+(?<set>in|notin)\s*\((?<values>[^)]*)\))?)$/;

/** Whether labels fulfil a label selector (`a=b,c!=d,e in (f,g),!h`). Throws KubernetesError where it cannot be read. */
export function selects(selector: string, labels: Labels): boolean {
  const parts = selector.split(/,(?![^(]*\))/).map((part) => part.trim());
  return parts.filter((part) => part !== "").every((part) => fulfils(part, labels));
}

function fulfils(part: string, labels: Labels): boolean {
  const found = requirement.exec(part)?.groups;
  if (found === undefined) throw new KubernetesError(400, "BadRequest", `unable to parse requirement: ${part}`);
  const { absent, key = "", sign, value = "", set, values = "" } = found;
  if (absent !== undefined) return labels[absent] === undefined;
  const present = labels[key];
  if (set !== undefined) {
    const listed = values.split(",").map((one) => one.trim());
    const isListed = present !== undefined && listed.includes(present);
    return set === "in" ? isListed : !isListed;
  }
  if (sign === undefined) return present !== undefined;
  return sign === "!=" ? present !== value : present === value;
}
