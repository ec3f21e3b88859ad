import type { News } from "../domain/watching/news.ts";
import { lastOf, type Story, weightOfStory } from "../domain/watching/story.ts";

const marks: Partial<Record<News["kind"], string>> = {
  "plan-made": "🗓️",
  "plan-soon": "⏰",
  "plan-cancelled": "🛑",
  started: "🔄",
  batch: "🔄",
  resumed: "🔄",
  finished: "✅",
  cancelled: "🛑",
  resizing: "↕️",
  resized: "✅",
  repairing: "🔧",
  repaired: "✅",
  creating: "🌱",
  created: "✅",
  deleting: "🗑️",
  deleted: "🗑️",
  well: "💚",
  changed: "✏️",
  "cve-found": "🛡️",
  "cve-fixed": "✅",
};

/** A picture that tells at a glance what a story is about, and whether it wants somebody. */
export function storyMark(story: Story): string {
  const { kind } = lastOf(story).news;
  const { severity, needsPerson } = weightOfStory(story);
  if (needsPerson) return severity === "critical" ? "🔴" : "🟠";
  return marks[kind] ?? "🔵";
}
