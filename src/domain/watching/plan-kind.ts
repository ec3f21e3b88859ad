import type { StoryKind } from "./news.ts";

/** Under which kind of story a plan of ACK's falls. @param type as ACK spells it */
export function kindOfPlan(type: string): StoryKind {
  if (type === "CVE_FIX") return "cve";
  return type === "NODEPOOL_CONFIG" ? "configuration" : "upgrade";
}
