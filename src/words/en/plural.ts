const rules = new Intl.PluralRules("en");

/** `1 node`, `2 nodes`. */
export function counted(count: number, one: string, other: string): string {
  return `${count} ${rules.select(count) === "one" ? one : other}`;
}

export function nodes(count: number): string {
  return counted(count, "node", "nodes");
}
