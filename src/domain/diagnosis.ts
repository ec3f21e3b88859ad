import type { CloudFailure } from "./cloud.ts";
import type { Connection } from "./connection.ts";
import type { ChannelId } from "./ids.ts";

/** `warning`: it works, and will not in a case that one should know of. */
export type Severity = "ok" | "warning" | "broken";

/** What channels of the configuration are for. */
export type ChannelUse = "approvals" | "notifications" | "allowed" | "audit";

/** Where the time of this machine is compared. */
export type ClockSource = "slack" | "ack";

/** What each finding tells, by its code. Names and details are words of others. */
interface Facts {
  readonly "bot-token-works": { readonly team: string; readonly bot: string };
  readonly "bot-token-refused": { readonly slackCode: string };
  readonly "slack-unreachable": { readonly detail: string };
  readonly "app-token-works": object;
  readonly "app-token-refused": { readonly slackCode: string };
  readonly "scopes-granted": { readonly count: number };
  readonly "scopes-missing": { readonly scopes: readonly string[] };
  readonly "scopes-beyond": { readonly scopes: readonly string[] };
  /** In milliseconds; ahead of the other clock where positive. */
  readonly "clock-agrees": { readonly source: ClockSource; readonly ahead: number };
  readonly "clock-off": { readonly source: ClockSource; readonly ahead: number };
  readonly "clock-wrong": { readonly source: ClockSource; readonly ahead: number };
  readonly "clock-unknown": { readonly source: ClockSource };
  readonly connected: object;
  readonly "not-connected": { readonly state: Connection };
  /** What the bot that runs says of itself, where another program asks it. */
  readonly "bot-not-ready": { readonly line: string };
  /** Nobody runs here whom one could ask. */
  readonly "connection-unknown": object;
  readonly "cluster-readable": { readonly cluster: string; readonly calls: number };
  readonly "cluster-without-pool": { readonly cluster: string };
  readonly "cloud-call-failed": {
    /** null: a call that lists clusters. */
    readonly cluster: string | null;
    readonly action: string;
    readonly failure: CloudFailure;
    readonly cloudCode: string;
    readonly detail: string;
  };
  readonly "no-clusters": object;
  readonly "clusters-left-out": { readonly looked: number; readonly of: number };
  readonly "writing-untried": { readonly actions: readonly string[] };
  readonly "store-writable": { readonly folder: string };
  readonly "store-refuses": { readonly folder: string; readonly detail: string };
  readonly "disk-roomy": { readonly bytes: number };
  readonly "disk-low": { readonly bytes: number };
  readonly "disk-full": { readonly bytes: number };
  /** In milliseconds, there and back. */
  readonly "database-works": { readonly database: string; readonly milliseconds: number };
  readonly "database-slow": { readonly database: string; readonly milliseconds: number };
  readonly "database-refuses": { readonly database: string; readonly detail: string };
  readonly "tables-current": { readonly version: string };
  /** No bot of this version has begun with them yet. */
  readonly "tables-behind": { readonly missing: readonly string[] };
  readonly "tables-ahead": { readonly unknown: readonly string[] };
  readonly "audit-empty": object;
  readonly "audit-whole": { readonly count: number };
  readonly "audit-broken": { readonly sequence: number; readonly fault: string };
  readonly "audit-unreadable": { readonly detail: string };
  readonly "audit-key-beside": object;
  readonly "policies-reachable": { readonly count: number };
  /** null: the rule where no policy matches. */
  readonly "policy-unreachable": { readonly policy: string | null; readonly needed: number; readonly able: number };
  readonly "policy-tight": { readonly policy: string | null; readonly needed: number; readonly able: number };
  readonly "group-empty": { readonly policy: string | null; readonly group: string };
  readonly "group-unreadable": { readonly group: string };
  readonly "channel-joined": { readonly channel: ChannelId; readonly use: ChannelUse };
  readonly "channel-not-joined": { readonly channel: ChannelId; readonly use: ChannelUse };
  readonly "channel-archived": { readonly channel: ChannelId; readonly use: ChannelUse };
  readonly "channel-unknown": { readonly channel: ChannelId; readonly use: ChannelUse; readonly slackCode: string };
  readonly versions: { readonly lifeguard: string; readonly node: string };
  readonly "check-late": { readonly check: string; readonly seconds: number };
  readonly "check-broke": { readonly check: string; readonly detail: string };
}
export type FindingCode = keyof Facts;

/** One thing that was looked at, and what it is like. */
export type Finding<Code extends FindingCode = FindingCode> = {
  readonly [Each in Code]: { readonly code: Each } & Facts[Each];
}[Code];

/** Something to look at, with a limit of time set by who runs it. Changes nothing but what it takes away again. */
export interface Check {
  /** For logs, and for who waits in vain. */
  readonly name: string;
  run(): Promise<readonly Finding[]>;
}

const severities: Readonly<Record<FindingCode, Severity>> = {
  "bot-token-works": "ok",
  "bot-token-refused": "broken",
  "slack-unreachable": "broken",
  "app-token-works": "ok",
  "app-token-refused": "broken",
  "scopes-granted": "ok",
  "scopes-missing": "broken",
  "scopes-beyond": "warning",
  "clock-agrees": "ok",
  "clock-off": "warning",
  "clock-wrong": "broken",
  "clock-unknown": "warning",
  connected: "ok",
  "not-connected": "broken",
  "bot-not-ready": "broken",
  "connection-unknown": "ok",
  "cluster-readable": "ok",
  "cluster-without-pool": "ok",
  "cloud-call-failed": "broken",
  "no-clusters": "broken",
  "clusters-left-out": "warning",
  "writing-untried": "ok",
  "store-writable": "ok",
  "store-refuses": "broken",
  "disk-roomy": "ok",
  "disk-low": "warning",
  "disk-full": "broken",
  "database-works": "ok",
  "database-slow": "warning",
  "database-refuses": "broken",
  "tables-current": "ok",
  "tables-behind": "ok",
  "tables-ahead": "warning",
  "audit-empty": "ok",
  "audit-whole": "ok",
  "audit-broken": "broken",
  "audit-unreadable": "broken",
  "audit-key-beside": "warning",
  "policies-reachable": "ok",
  "policy-unreachable": "broken",
  "policy-tight": "warning",
  "group-empty": "broken",
  "group-unreadable": "broken",
  "channel-joined": "ok",
  "channel-not-joined": "broken",
  "channel-archived": "broken",
  "channel-unknown": "broken",
  versions: "ok",
  "check-late": "broken",
  "check-broke": "broken",
};

export function severityOf({ code }: Finding): Severity {
  return severities[code];
}

/** Milliseconds. Slack's signatures are good for five minutes; a clock that is half a minute off is on its way there. */
const clockLimits = { off: 30_000, wrong: 240_000 };

/** @param ahead milliseconds by which this machine's clock is ahead of the other one */
export function judgeClock(source: ClockSource, ahead: number): Finding {
  const off = Math.abs(ahead);
  const code = off >= clockLimits.wrong ? "clock-wrong" : off >= clockLimits.off ? "clock-off" : "clock-agrees";
  return { code, source, ahead };
}

const mebibyte = 1024 * 1024;

/** @param bytes free on the disk of the data folder: an operation takes some kilobytes, a month's audit log some megabytes */
export function judgeDisk(bytes: number): Finding {
  const code = bytes < 64 * mebibyte ? "disk-full" : bytes < 512 * mebibyte ? "disk-low" : "disk-roomy";
  return { code, bytes };
}

/** @param milliseconds there and back: a decision takes some such ways before it counts */
export function judgeRoundTrip(database: string, milliseconds: number): Finding {
  return { code: milliseconds < 100 ? "database-works" : "database-slow", database, milliseconds };
}

/** What was done to the tables of a database, against what this version knows of; each in its order. */
export function judgeTables(applied: readonly string[], known: readonly string[]): Finding {
  const unknown = applied.filter((name) => !known.includes(name));
  const missing = known.filter((name) => !applied.includes(name));
  if (unknown.length > 0) return { code: "tables-ahead", unknown };
  return missing.length > 0
    ? { code: "tables-behind", missing }
    : { code: "tables-current", version: known.at(-1) ?? "" };
}

/** What the app was granted, against what the bot's calls need. */
export function judgeScopes(needed: readonly string[], granted: readonly string[]): readonly Finding[] {
  const missing = needed.filter((scope) => !granted.includes(scope));
  const beyond = granted.filter((scope) => !needed.includes(scope));
  return [
    missing.length > 0 ? { code: "scopes-missing", scopes: missing } : { code: "scopes-granted", count: needed.length },
    ...(beyond.length > 0 ? [{ code: "scopes-beyond", scopes: beyond } as const] : []),
  ];
}
