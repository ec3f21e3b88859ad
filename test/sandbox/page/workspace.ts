/** A small workspace, as the server tells of it. */
import type { PageMessage, PageState } from "../../../src/sandbox/page-protocol.ts";

export function message(ts: string, more: Partial<PageMessage> = {}): PageMessage {
  return {
    channel: "C0OPS",
    ts,
    threadTs: null,
    author: "U0LIFEGUARD",
    text: `message ${ts}`,
    blocks: [],
    edited: false,
    ephemeral: false,
    files: [],
    ...more,
  };
}

export function workspace(more: Partial<PageState> = {}): PageState {
  const channel = { kind: "channel", shared: false, archived: false, members: ["U0ALICE", "U0BOB"] } as const;
  return {
    me: "U0ALICE",
    people: [
      { id: "U0ALICE", name: "Alice Chen", title: "engineer", kind: "member", locale: "en-US", timezone: "UTC" },
      { id: "U0BOB", name: "Bob Okafor", title: "approver, SRE", kind: "member", locale: "en-US", timezone: "UTC" },
      {
        id: "U0GONE",
        name: "Gina Gone",
        title: "left the company",
        kind: "deactivated",
        locale: "en-US",
        timezone: "UTC",
      },
      { id: "U0LIFEGUARD", name: "Lifeguard", title: "app", kind: "bot", locale: "en-US", timezone: "UTC" },
    ],
    groups: [{ id: "S0SRE", handle: "sre" }],
    channels: [
      { ...channel, id: "C0OPS", name: "ops" },
      { ...channel, id: "C0OLD", name: "old", archived: true },
      { ...channel, id: "C0JOINED", name: "joined" },
      { ...channel, id: "C0OTHER", name: "other", members: ["U0BOB"] },
      { ...channel, id: "D0ALICE", name: "Lifeguard", kind: "direct" },
    ],
    messages: [],
    views: [],
    home: null,
    commands: [{ command: "/pool", usageHint: "help" }],
    connected: true,
    bot: "running",
    language: "en",
    cloud: { clusters: [], faults: [], calls: [], speed: 60 },
    ...more,
  };
}
