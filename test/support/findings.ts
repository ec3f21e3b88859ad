import type { Connection } from "../../src/domain/connection.ts";
import type { Finding, FindingCode } from "../../src/domain/diagnosis.ts";
import { channelId } from "../../src/domain/ids.ts";

/** Figures alone: every letter in what is written about them is a word of ours. */
const name = "47";
const channel = channelId.parse("C0OPS");
const use = "audit";
const sources = ["slack", "ack"] as const;
const ahead = 61_000;
const policies = [null, name];
const unready: readonly Connection[] = [
  { kind: "starting" },
  { kind: "stopping" },
  { kind: "closed" },
  { kind: "silent", for: 4200 },
  { kind: "refused", code: name },
  { kind: "unreachable", detail: name },
];

const examples: { readonly [Code in FindingCode]: readonly Omit<Finding<Code>, "code">[] } = {
  "bot-token-works": [{ team: name, bot: name }],
  "bot-token-refused": [{ slackCode: name }],
  "slack-unreachable": [{ detail: name }],
  "app-token-works": [{}],
  "app-token-refused": [{ slackCode: name }],
  "scopes-granted": [{ count: 9 }],
  "scopes-missing": [{ scopes: [name, name] }],
  "scopes-beyond": [{ scopes: [name, name] }],
  "clock-agrees": sources.map((source) => ({ source, ahead: 0 })),
  "clock-off": sources.map((source) => ({ source, ahead })),
  "clock-wrong": sources.map((source) => ({ source, ahead: -ahead })),
  "clock-unknown": sources.map((source) => ({ source })),
  connected: [{}],
  "not-connected": unready.map((state) => ({ state })),
  "bot-not-ready": [{ line: name }],
  "connection-unknown": [{}],
  "cluster-readable": [{ cluster: name, calls: 9 }],
  "cluster-without-pool": [{ cluster: name }],
  "cloud-call-failed": ([null, name] as const).flatMap((cluster) => [
    { cluster, action: name, failure: "denied" as const, cloudCode: name, detail: name },
    { cluster, action: name, failure: "throttled" as const, cloudCode: name, detail: name },
  ]),
  "no-clusters": [{}],
  "clusters-left-out": [{ looked: 20, of: 30 }],
  "writing-untried": [{ actions: [name, name] }],
  "store-writable": [{ folder: name }],
  "store-refuses": [{ folder: name, detail: name }],
  "disk-roomy": [{ bytes: 4e10 }],
  "disk-low": [{ bytes: 4e8 }],
  "disk-full": [{ bytes: 4e6 }],
  "database-works": [{ database: name, milliseconds: 4 }],
  "database-slow": [{ database: name, milliseconds: 400 }],
  "database-refuses": [{ database: name, detail: name }],
  "tables-current": [{ version: name }],
  "tables-behind": [{ missing: [name, name] }],
  "tables-ahead": [{ unknown: [name, name] }],
  "audit-empty": [{}],
  "audit-whole": [{ count: 9 }],
  "audit-broken": [{ sequence: 9, fault: name }],
  "audit-unreadable": [{ detail: name }],
  "audit-key-beside": [{}],
  "policies-reachable": [{ count: 9 }],
  "policy-unreachable": policies.map((policy) => ({ policy, needed: 2, able: 1 })),
  "policy-tight": policies.map((policy) => ({ policy, needed: 2, able: 2 })),
  "group-empty": policies.map((policy) => ({ policy, group: name })),
  "group-unreadable": [{ group: name }],
  "channel-joined": [{ channel, use }],
  "channel-not-joined": [{ channel, use }],
  "channel-archived": [{ channel, use }],
  "channel-unknown": [{ channel, use, slackCode: name }],
  versions: [{ lifeguard: name, node: name }],
  "check-late": [{ check: name, seconds: 9 }],
  "check-broke": [{ check: name, detail: name }],
};

/** At least one of everything that the doctor can find. */
export const everyFinding = Object.entries(examples).flatMap(([code, some]) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the pairing
  some.map((each) => ({ ...each, code }) as Finding),
);
