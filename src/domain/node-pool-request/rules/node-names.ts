import type { RequestProblem } from "../problem.ts";
import { type Rule, when } from "./rule.ts";

const path = "kubernetes_config.node_name_mode";
/** Of a node's name, in characters (ACK: `node_name_mode`). */
const longestName = 64;
/** Of an IPv4 address, `255.255.255.255`, in characters. */
const longestAddress = 15;

/** Letters, digits, single hyphens and dots, from a letter to a letter or digit. */
const part = /^[A-Za-z](?:[-.]?[A-Za-z0-9])*$/;

/**
 * Names of nodes: prefix, address, suffix. On the wire that is `customized,prefix,ip,suffix`, in older pools with the number of the
 * address's characters in place of `ip`; `nodeip` is the address alone (ACK: `node_name_mode`).
 */
export const nodeNames: Rule = ({ kubernetes_config: kubernetes }) => {
  const mode = kubernetes?.node_name_mode;
  if (mode === undefined || mode === "nodeip") return [];
  const parts = /^customized,([^,]*),(ip|[1-9]\d?),([^,]*)$/.exec(mode);
  if (parts === null) return [{ code: "bad-format", path, format: "node-name-mode" }];
  const [, prefix = "", address = "", suffix = ""] = parts;
  const longest = prefix.length + (address === "ip" ? longestAddress : Number(address)) + suffix.length;
  const problems: readonly RequestProblem[] = [
    // A name begins with the prefix and ends with the suffix, both in lower case or a digit.
    ...when(!part.test(prefix) || !/^[a-z]/.test(prefix), { code: "bad-format", path, format: "node-name-prefix" }),
    ...when(suffix !== "" && (!part.test(suffix) || !/[a-z0-9]$/.test(suffix)), {
      code: "bad-format",
      path,
      format: "node-name-suffix",
    }),
    ...when(longest > longestName, { code: "node-name-too-long", path, longest, most: longestName }),
  ];
  return problems;
};
