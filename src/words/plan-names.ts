import { code, type Text, words } from "../domain/text.ts";

/** What ACK means to do by itself (ACK: ListOperationPlansForRegion `type`). */
type PlanType =
  | "CVE_FIX"
  | "CONTAINERD_UPGRADE"
  | "CLUSTER_UPGRADE_MASTER"
  | "CLUSTER_UPGRADE_ADDON"
  | "NODEPOOL_CONFIG"
  | "KUBELET_UPGRADE"
  | "NODEPOOL_UPDATE_OS"
  | "IMAGE_UPGRADE";

/** States of its plans, with their marks; the older list's states are the same in lower case. */
const marks = {
  scheduled: "🗓️",
  executing: "🔄",
  executed: "✅",
  failed: "❌",
  validatingfailed: "⚠️",
  canceled: "🛑",
} as const;

interface PlanNames {
  planKind(type: string): Text;
  planState(state: string): Text;
}

/** ACK's plans in the words of a language; what ACK has added since is shown in its own. */
export function planNamesIn(own: {
  readonly kinds: Readonly<Record<PlanType, string>>;
  readonly states: Readonly<Record<keyof typeof marks, string>>;
}): PlanNames {
  const kinds = new Map<string, string>(Object.entries(own.kinds));
  const states = new Map<string, string>(Object.entries(own.states));
  const pictures = new Map<string, string>(Object.entries(marks));
  return {
    planKind(type) {
      const known = kinds.get(type);
      return known === undefined ? [code(type)] : words(known);
    },
    planState(state) {
      const known = states.get(state);
      return known === undefined ? [code(state)] : words(`${pictures.get(state) ?? ""} ${known}`);
    },
  };
}
