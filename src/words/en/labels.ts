import { freezeName, type TypedFreeze } from "../../domain/freeze.ts";
import type { ChannelId, Instant, UserId } from "../../domain/ids.ts";
import { channel, code, dateTime, person, type Text, text, words } from "../../domain/text.ts";
import { nodes } from "./plural.ts";

/** Names of facts on cards and in answers. */
export const facts = {
  requester: "Asked by",
  reason: "Reason",
  signOff: "Sign-off",
  votes: "Decisions",
  rejection: "Reason of the rejection",
  touches: "Touches",
  disruption: "What workloads notice",
  warnings: "Note",
  next: "What to do",
  narrowed: "Made smaller",
  notBefore: "Not before",
  moved: "What has changed",
  task: "ACK task",
  until: "Decide until",
  log: "Log",
} as const;

export const buttons = {
  approve: "Approve",
  reject: "Reject",
  withdraw: "Withdraw",
  planAgain: "Plan again",
  pause: "Pause",
  resume: "Go on",
  goAhead: "Go ahead",
  cancel: "Cancel the rest",
  review: "Reviewed",
  "look-again": "Look again",
  adopt: "Follow it",
  "give-up": "Give up",
  narrow: "Propose less",
  takeProposal: "Take it",
  declineProposal: "Keep the plan",
} as const;

export const forms = {
  submit: "Go",
  cancel: "Cancel",
  reject: "Reject",
  rejectTitle: "Reject",
  rejectReason: "Why not?",
  rejectHint: "The requester and everybody in the channel will read it.",
  upload: "Or a file with it, in YAML or JSON",
  optional: "More",
  choosePool: "Choose a node pool",
  chooseCluster: "Choose a cluster",
  chooseOperation: "Choose an operation",
  chooseVerb: "What do you want to do?",
  next: "Next",
  step: (number: number, count: number, title: string): string => `Step ${number} of ${count}: ${title}`,
  finish: "The rest may stay as it is",
  finishHere: "Go on from here, without the other steps",
  tooMuch: "This is more than a form can carry on. Make it shorter, and paste the rest as a document in the last step.",
} as const;

export function frozen(freeze: TypedFreeze): Text {
  return text`🧊 ${person(freeze.by)} froze ${code(freezeName(freeze))} until ${dateTime(freeze.to)}: ${freeze.reason}. Changes wait; what runs goes on.`;
}

export function unfrozen(freeze: TypedFreeze, by: UserId): Text {
  return text`☀️ ${person(by)} ended the freeze of ${code(freezeName(freeze))}. Changes that waited go on.`;
}

/** Where the audit log ends. */
export function auditAnchor(count: number, seal: string): Text {
  return text`🔏 The audit log has ${count} records and ends with ${code(`${count}:${seal}`)}`;
}

export const dryRun = "Dry run: nothing was changed and nobody was asked.";

export function dryRunOf(change: Text): Text {
  return text`${change}. ${words(dryRun)}`;
}

/** Of a link to an operation's card. */
export const card = "Its card";

export function cardElsewhere(id: string, where: ChannelId): Text {
  return text`${code(id)} waits for sign-off: its card is in ${channel(where)}.`;
}

/** The card's own channel is told by the card. */
export function glassBrokenElsewhere(id: string, where: ChannelId): Text {
  return text`🚨 ${code(id)} runs without sign-off: its card is in ${channel(where)}.`;
}

export function breakGlassTitle(title: string): string {
  return `🚨 BREAK-GLASS · ${title}`;
}

/** Of decisions; nobody decides on what is over any more. */
export const noVotes = { yet: "none yet", ended: "none" } as const;

/** How many nodes a plan touches, and in which steps. */
export function touched(count: number, batches: readonly number[]): string {
  const steps = `${batches.slice(0, 8).join(", ")}${batches.length > 8 ? ", …" : ""}`;
  return `${nodes(count)}${batches.length < 2 ? "" : ` in ${batches.length} batches (${steps})`}`;
}

export function takesAbout(span: string): string {
  return `Takes about ${span}`;
}

export function askedBy(asker: Text, at: Instant): Text {
  return text`${asker}, ${dateTime(at)}`;
}

export function cardTitle(id: string, title: string): string {
  return `${title} · ${id}`;
}

export const help = {
  title: "Lifeguard",
  introduction: (slash: string): Text =>
    text`Operates the node pools of your ACK clusters. Nothing that can hurt runs before it is signed off. ${code(`${slash} help VERB`)} tells more about each of these.`,
  topics: { pools: "Node pools", clusters: "Clusters", operations: "Operations", about: "You and the bot" },
  usage: "How it is written",
  parameters: "Arguments",
  options: "Options",
  examples: "Examples",
  needsSignOff: words(
    "Changes something: it is planned first, and runs only with the sign-off that the policies require.",
  ),
  verbInMenu: (verb: string, summary: string): string => `${verb}: ${summary}`,
} as const;

/** What the documentation of the commands says around them, in Markdown. */
export const reference = {
  title: "Commands",
  introduction: (slash: string): string =>
    `Written by \`npm run docs\` from the files in \`commands/\`. \`${slash} help VERB\` shows the same in Slack.`,
  item: (name: string, summary: string): string => `\`${name}\`: ${summary}`,
  examples: "Examples:",
} as const;

/** Options that every change takes, and every answer. */
export const commonOptions = {
  reason: "Why; approvers read it",
  "dry-run": "Show the plan and stop",
  "break-glass": "Run at once, without sign-off, where a policy lets you; needs a reason, and somebody else's review",
  public: "Show the answer to the whole channel",
} as const;
