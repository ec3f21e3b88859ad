import type { Course, Span } from "../../domain/node-history.ts";
import { code, type Text, text } from "../../domain/text.ts";
import { describedIn } from "../chart-descriptions.ts";

const outcomes: Readonly<Record<Span["outcome"], string>> = {
  well: "done",
  badly: "not done",
  "under-way": "under way",
};

const described = describedIn({
  range: (what, from, to) => `${what}, from ${from} to ${to} UTC.`,
  nothing: "No count is known.",
  count: (value, at) => `${value} at ${at}`,
  counts: (all) => `${all.join(", ")}.`,
  span: (operation, from, to, outcome) => `${operation} ${from}${to === null ? "" : ` to ${to}`}, ${outcomes[outcome]}`,
  spans: (all) => `Operations: ${all.join("; ")}.`,
  paused: (from, to) => `Paused from ${from} to ${to}.`,
  between: " ",
});

export function poolTitle(name: string): string {
  return `Nodes of ${name} (UTC) · operations: green done, red not done, amber under way`;
}

export function upgradeTitle(id: string): string {
  return `Nodes done by ${id} (UTC)`;
}

/** The numbers of a chart in words, and what they rest on. */
export function poolDescription(name: string, course: Course): string {
  const rests =
    "Dots are counts that were seen when operations of Lifeguard began, after their batches and at their end, and the present one. What others changed in between shows at the next dot.";
  return described(`Nodes of ${name}`, course, rests);
}

export function upgradeDescription(id: string, total: number, course: Course): string {
  const rests = "Dots are what ACK told at the begin, after each batch and at the end.";
  return described(`Nodes done by ${id}, of ${total}`, course, rests);
}

/** Above a picture in a direct message. */
export function introduction(line: string): Text {
  return text`The picture that goes with ${code(line)}:`;
}
export const inDirectMessage = text`🖼️ The picture is in your direct messages with this bot.`;
export const inChannel = text`🖼️ The picture is in this channel.`;
export const notDrawn = text`⚠️ The picture could not be drawn or handed over; its numbers are here.`;
