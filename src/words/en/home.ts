import type { Delegation } from "../../domain/delegation.ts";
import type { Freeze } from "../../domain/freeze.ts";
import type { Instant, OperationId } from "../../domain/ids.ts";
import type { NodePool } from "../../domain/node-pool.ts";
import { qualifiedName } from "../../domain/node-pool.ts";
import type { Operation } from "../../domain/operation.ts";
import { healthOf } from "../../domain/pool-health.ts";
import { channel, code, dateTime, join, person, strong, type Text, text, time, words } from "../../domain/text.ts";
import { healthMarks } from "../marks.ts";
import { asker } from "./initiatives.ts";
import { counted } from "./plural.ts";

/** Headings of the Home, from what is most urgent on. */
export const headings = {
  waiting: "Waits for you",
  proposals: "Approvers would sign off less: your answer",
  asked: "You asked for",
  ended: "What came of your requests in the last days",
  running: "Under way",
  others: "Also waiting",
  pools: "Node pools, worst first",
  freezes: "Change freezes",
  windows: "Maintenance windows",
  subscriptions: "Channels that you had follow something",
} as const;

export const buttons = {
  refresh: "Refresh",
  pools: "All pools",
  history: "History",
  rights: "What I may do",
  help: "Help",
} as const;

/** What the Home of somebody without rights says, and nothing else. */
export const notForYou = words(
  "👋 Lifeguard shows what is under way to active full members of this workspace. If you should be one, ask the workspace's admins.",
);

/** Where Slack does not say who somebody is, nothing is shown. */
export const notKnownWho = words(
  "👋 Slack could not be asked who you are, so nothing is shown here. Open this tab again in a minute.",
);

export const quiet = words("🏖️ Nothing waits for you, and nothing runs.");
export const nothingForYou = words("🏖️ Nothing waits for you.");

/** What somebody may do, in a line. */
export function rightsLine(asks: boolean, groups: readonly string[], standsInFor: readonly Delegation[]): Text {
  const decides = groups.length === 0 ? null : text`sign off as ${join(groups.map(code), ", ")}`;
  const own =
    decides === null
      ? words(asks ? "You may ask for changes." : "You may look at everything; changes are for others to ask for.")
      : asks
        ? text`You may ask for changes, and ${decides}.`
        : text`You may ${decides}.`;
  const lent = standsInFor.map(
    ({ from, until }) => text`You vote on behalf of ${person(from)} until ${dateTime(until)}.`,
  );
  return join([own, ...lent], " ");
}

/** Where changes are asked for: what is asked for in a channel is seen by those whom it concerns. */
export function askInChannels(slash: string): Text {
  return text`Ask for changes in a channel with ${code(slash)}, where the others see them.`;
}

/** An operation, for who has to decide on it. */
export function request(asked: Operation, sentence: Text): Text {
  const { id, requestedAt, reason, cardChannel } = asked;
  const why = reason === null ? [] : text` Reason: ${reason}`;
  return text`${sentence} · ${code(id)}\nAsked by ${asker(asked)} ${dateTime(requestedAt)}, card in ${channel(cardChannel)}.${why}`;
}

/** An operation in a line or two. */
export function operation(id: OperationId, sentence: Text, stage: Text): Text {
  return text`${sentence} · ${code(id)}\n${stage}`;
}

/** How many approvals an operation has of those that it needs. */
export function approvalsSoFar(given: number, needed: number): Text {
  return words(`${given} of ${counted(needed, "approval", "approvals")} so far.`);
}

export function more(count: number, line: string): Text {
  return text`and ${count} more: ${code(line)}`;
}

/** A pool in a line. @param underWay ids of the operations that are about it */
export function pool(of: NodePool, underWay: readonly OperationId[]): Text {
  const { nodes, state, management } = of;
  const parts: readonly Text[] = [
    text`${words(healthMarks[healthOf(of)])} ${code(qualifiedName(of))} ${state === "active" ? words("active") : [code(state)]}`,
    text`${strong(`${nodes.serving}/${nodes.total}`)} serving`,
    ...[
      nodes.failed === 0 ? null : `${nodes.failed} failed`,
      nodes.offline === 0 ? null : `${nodes.offline} offline`,
      nodes.initial === 0 ? null : `${nodes.initial} coming`,
      nodes.removing === 0 ? null : `${nodes.removing} leaving`,
      management.enabled ? "managed" : "not managed",
    ].flatMap((part) => (part === null ? [] : [words(part)])),
    ...(underWay.length === 0 ? [] : [join(underWay.map(code), ", ")]),
  ];
  return join(parts, " · ");
}

export function poolsInAll(count: number, well: number): Text {
  return words(`${counted(count, "pool", "pools")}, ${well} of them well.`);
}

export const readingPools = words("Asking ACK …");
export const noPools = words("There are none.");

export function poolsNotKnown(clusters: readonly string[]): Text {
  return text`⚪ Not known: ACK did not answer in time for ${join(clusters.map(code), ", ")}.`;
}

/** Not even the list of clusters could be read. */
export const nothingKnown = words("⚪ Not known: ACK did not answer in time.");

export function clustersLeftOut(count: number): Text {
  return words(`${counted(count, "more cluster is", "more clusters are")} not looked at here.`);
}

export function freeze({ name, from, to }: Freeze, now: Instant): Text {
  return from <= now
    ? text`🧊 ${code(name)} until ${dateTime(to)}`
    : text`${code(name)} from ${dateTime(from)} until ${dateTime(to)}`;
}

/** @param opening the next one, or the one that lasts; null: its days or time cannot be understood */
export function window(
  cluster: string,
  schedule: string,
  opening: { readonly from: Instant; readonly to: Instant } | null,
  now: Instant,
): Text {
  const next =
    opening === null
      ? []
      : opening.from <= now
        ? text` · open until ${time(opening.to)}`
        : text` · opens ${dateTime(opening.from)}`;
  return text`${code(cluster)} ${words(schedule)}${next}`;
}

export function asOf(at: Instant): Text {
  return text`As of ${dateTime(at)}. It changes by itself for ten minutes after you open it.`;
}

export function summary(waiting: number): Text {
  return words(
    waiting === 0 ? "Nothing waits for you." : `${counted(waiting, "operation waits", "operations wait")} for you.`,
  );
}
