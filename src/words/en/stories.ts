import { type Weekday, weekdays } from "../../domain/cluster.ts";
import type { UserId } from "../../domain/ids.ts";
import type { ConfigurationDifference, News, Severity, StoryKind } from "../../domain/watching/news.ts";
import { lastOf, placeOf, type Story } from "../../domain/watching/story.ts";
import type { Subscription } from "../../domain/watching/subscription.ts";
import { code, dateTime, person, strong, type Text, text, words } from "../../domain/text.ts";
import { clock, zone } from "../clock.ts";
import { storyMark } from "../story-marks.ts";
import { explainCloudError } from "./cloud-errors.ts";
import { listed } from "./joining.ts";
import { planKind } from "./operation-plans.ts";
import { counted, nodes } from "./plural.ts";

export { newsAdvice } from "./story-advice.ts";

const kindNames: Readonly<Record<StoryKind, string>> = {
  upgrade: "Upgrade",
  repair: "Repair",
  scaling: "Size",
  cve: "Vulnerabilities",
  creation: "New pool",
  deletion: "Deletion",
  degraded: "Health",
  configuration: "Configuration",
  alert: "Alert",
};

/** `Upgrade of prod/prod-pool`, as plain text. */
export function storyTitle(story: Story): string {
  return `${storyMark(story)} ${kindNames[story.kind]} · ${placeOf(story)}`;
}

/** All of it in a line, for notifications. */
export function summary(story: Story, sentence: Text): Text {
  return text`${words(storyTitle(story))}: ${sentence}`;
}

/** What happened, in a sentence. */
export function newsSentence(of: News): Text {
  switch (of.kind) {
    case "plan-made":
      return text`ACK has planned ${planKind(of.plan)}${of.starts === null ? [] : text`, from ${dateTime(of.starts)} on`}${
        of.ends === null ? [] : text`, expected to end by ${dateTime(of.ends)}`
      }.`;
    case "plan-soon":
      return text`ACK is about to start ${planKind(of.plan)}: ${dateTime(of.starts)}.`;
    case "plan-cancelled":
      return text`${capital(planKind(of.plan))} will not happen: the plan was cancelled${because(of.reason)}.`;
    case "plan-refused":
      return text`${capital(planKind(of.plan))} was not begun: ACK's check before it failed${because(of.reason)}.`;
    case "started": {
      const where = of.total === 0 ? [] : words(` on ${nodes(of.total)}`);
      if (of.plan !== null) return text`${capital(planKind(of.plan))} has started${where}, as ACK had planned.`;
      return text`It has started${where}: somebody began it outside of Lifeguard.`;
    }
    case "batch":
      return text`${strong(of.done)} of ${words(nodes(of.total))} done${of.failed === 0 ? [] : words(`, ${of.failed} of them failed`)}.`;
    case "paused":
      return text`Paused with ${of.done} of ${words(nodes(of.total))} done.`;
    case "resumed":
      return words("It goes on.");
    case "finished":
      if (of.failed.length > 0) return text`Finished, but not on every node: ${named(of.failed)} failed.`;
      return text`Finished${of.total === 0 ? [] : words(` on ${nodes(of.total)}`)}.`;
    case "failed":
      return text`Failed with ${code(of.code)}${of.detail === "" ? [] : text`: ${of.detail}`}.${
        of.nodes.length === 0 ? [] : text` Nodes: ${named(of.nodes)}.`
      }`;
    case "cancelled":
      return text`Cancelled with ${of.done} of ${words(nodes(of.total))} done.`;
    case "lost":
      return words("ACK does not know this task any more, so its end cannot be told.");
    case "resizing":
      return of.by === "autoscaling"
        ? text`Auto scaling moves it from ${of.from} to ${strong(of.to)} nodes.`
        : text`Somebody set its size from ${of.from} to ${strong(of.to)} nodes, outside of Lifeguard.`;
    case "resized":
      return text`It has ${strong(of.nodes)} nodes now.`;
    case "repairing":
      return text`ACK has begun to repair ${of.unwell === 0 ? words("it") : words(nodes(of.unwell))}.`;
    case "repaired":
      return words("ACK's repair has ended, and all nodes are well.");
    case "not-repaired":
      return text`ACK's repair has ended, and ${words(counted(of.unwell, "node is", "nodes are"))} still not well.`;
    case "creating":
      return words("A pool is being made, outside of Lifeguard.");
    case "created":
      return text`The pool is ready, with ${words(nodes(of.nodes))}.`;
    case "creation-failed":
      return text`The pool could not be made${because(of.reason)}.`;
    case "deleting":
      return text`Somebody is deleting the pool with its ${words(nodes(of.nodes))}, outside of Lifeguard.`;
    case "deleted":
      return words("The pool is gone.");
    case "deletion-failed":
      return text`The pool could not be deleted${because(of.reason)}.`;
    case "degraded":
      if (of.unwell === 0) return text`ACK reports the pool as ${code(of.state)}.`;
      return text`${strong(of.unwell)} of ${words(nodes(of.total))} ${words(of.unwell === 1 ? "does" : "do")} not serve${
        of.nodes.length === 0 ? [] : text`: ${named(of.nodes)}`
      }.`;
    case "well":
      return text`All ${words(nodes(of.nodes))} serve again.`;
    case "changed": {
      const lines = of.differences.map((each) => text`\n• ${difference(each)}`);
      const more = of.more === 0 ? [] : text`\n• and ${of.more} more`;
      return text`Somebody changed its configuration, outside of Lifeguard:${lines.flat()}${more}`;
    }
    case "cve-found":
      return text`Found on ${words(nodes(of.nodes))}: ${named(of.names)}${of.urgent === 0 ? [] : words(`, ${of.urgent} of them urgent`)}.`;
    case "cve-fixed":
      return text`Fixed: ${named(of.names)}. ${words(of.left === 0 ? "None is left." : `${of.left} are left.`)}`;
    case "alert": {
      const cause = explainCloudError(of.rule, null)?.cause ?? words("an alert of ACK");
      return text`${capital(cause)} (${code(of.rule)})${of.message === null ? [] : text`: ${of.message}`}.`;
    }
  }
}

function because(reason: string | null): Text {
  return reason === null || reason === "" ? [] : text` (${reason})`;
}

const mostNamed = 10;

function named(all: readonly string[]): Text {
  const first = listed(all.slice(0, mostNamed).map(code));
  return all.length <= mostNamed ? first : text`${first} and ${all.length - mostNamed} more`;
}

function difference({ path, from, to }: ConfigurationDifference): Text {
  const side = (value: string | null): Text => (value === null ? words("nothing") : [code(value)]);
  return text`${code(path)}: ${side(from)} → ${side(to)}`;
}

function capital(sentence: Text): Text {
  const [first, ...rest] = sentence;
  if (first?.kind !== "words") return sentence;
  return [...words(first.text.charAt(0).toUpperCase() + first.text.slice(1)), ...rest];
}

/** How a story began, below what happened last. */
export function beginning(at: number, news: News): Text {
  return text`It began ${dateTime(at)}: ${newsSentence(news)}`;
}

/** A line of a story's thread. */
export function entryLine(at: number, news: News): Text {
  return text`${dateTime(at)} · ${newsSentence(news)}`;
}

/** A line of a digest. */
export function digestLine(story: Story): Text {
  const { length } = story.entries;
  const more = length === 1 ? [] : words(` (${counted(length, "entry", "entries")})`);
  const { at, news } = lastOf(story);
  return text`${words(storyMark(story))} ${strong(placeOf(story))} · ${dateTime(at)} · ${newsSentence(news)}${more}`;
}

export function digestTitle(count: number, why: "quiet" | "many"): string {
  return why === "quiet" ? `While it was quiet: ${count} things` : `Many things at once: ${count}`;
}

export const labels = {
  meaning: "What it means",
  next: "What to do",
  show: "Show the pool",
  activity: "Its activity",
} as const;

export function toldLate(at: number): Text {
  return text`⏱️ Told late: this was ${dateTime(at)}.`;
}

export function attention(who: Text): Text {
  return text`${who} please have a look.`;
}

const severityNames: Readonly<Record<Severity, string>> = {
  info: "everything",
  warning: "warnings and worse",
  critical: "only what is critical",
};

/** What a channel is told of. */
export function subscriptionSentence({ clusters, pools, kinds, severity, quiet }: Subscription): Text {
  const where =
    pools === null
      ? clusters === null
        ? words("every cluster")
        : listed(clusters.map(code))
      : listed(pools.map((pool) => code(clusters === null ? pool : `${clusters.join(",")}/${pool}`)));
  const what = kinds === null ? [] : text`, of ${listed(kinds.map(code))}`;
  const hours =
    quiet === null
      ? []
      : words(`; quiet ${quietDays(quiet.days)} from ${clock(quiet.from)} to ${clock(quiet.to)} ${zone(quiet.zone)}`);
  return text`${where}: ${words(severityNames[severity])}${what}${hours}`;
}

function quietDays(days: readonly Weekday[]): string {
  return days.length === weekdays.length ? "every day" : `on ${days.join(", ")}`;
}

export function subscribed(subscription: Subscription, by: UserId): Text {
  return text`👀 ${person(by)} had this channel follow ${subscriptionSentence(subscription)}.`;
}

/** For who asked: the channel itself reads what it follows. */
export function subscriptionDone(slash: string): Text {
  return text`Done, and the channel was told. ${code(`${slash} watches`)} shows what it follows.`;
}

export function unsubscribed(subscription: Subscription, by: UserId): Text {
  return text`🙈 ${person(by)} had this channel no longer follow ${subscriptionSentence(subscription)}.`;
}
