/**
 * The workspace everybody finds when the sandbox starts: team Harbour, its people, user groups and channels.
 * Ids are stable; documentation and tests may name them.
 */
import type { Channel, Person, Team, UserGroup } from "./model.ts";

export interface WorkspaceSeed {
  readonly team: Team;
  readonly people: readonly Person[];
  readonly groups: readonly UserGroup[];
  readonly channels: readonly Channel[];
  /** The app's bot user, one of `people`. */
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string;
}

/** The team of the Slack Connect partner. */
const partnerTeamId = "T0ELSEWHERE";

const teamId = "T0LIFEGUARD";
const created = Date.UTC(2026, 0, 5, 9) / 1000;

const member = {
  kind: "member",
  teamId,
  locale: "en-US",
  timezone: "Europe/London",
  admin: false,
} as const;

const open = { kind: "channel", shared: false, archived: false, readOnly: false, locale: "en-US", created } as const;

/** Team Harbour. Bob, Carol and Li Wei may approve (user group S0SRE); Li Wei has Slack in Chinese. Erin is a full member of no group. */
export const defaultSeed: WorkspaceSeed = {
  team: { id: teamId, name: "Harbour", domain: "harbour" },
  botUserId: "U0LIFEGUARD",
  botId: "B0LIFEGUARD",
  appId: "A0LIFEGUARD",
  people: [
    { ...member, id: "U0ALICE", handle: "alice", name: "Alice Chen", title: "engineer" },
    { ...member, id: "U0BOB", handle: "bob", name: "Bob Okafor", title: "approver, SRE", timezone: "Africa/Lagos" },
    {
      ...member,
      id: "U0CAROL",
      handle: "carol",
      name: "Carol Silva",
      title: "approver, SRE",
      timezone: "Asia/Shanghai",
      admin: true,
    },
    {
      ...member,
      id: "U0LIWEI",
      handle: "liwei",
      name: "Li Wei 李薇",
      title: "approver, SRE, 中文",
      locale: "zh-CN",
      timezone: "Asia/Shanghai",
    },
    { ...member, id: "U0DAVE", handle: "dave", name: "Dave Novak", title: "engineer", timezone: "Europe/Prague" },
    { ...member, id: "U0ERIN", handle: "erin", name: "Erin Wolf", title: "marketing", timezone: "America/New_York" },
    { ...member, id: "U0GUEST", handle: "gus", name: "Gus Guest", title: "guest", kind: "guest" },
    {
      ...member,
      id: "U0STRANGER",
      handle: "sam",
      name: "Sam Sato",
      title: "from another company",
      teamId: partnerTeamId,
      locale: null,
      timezone: "Asia/Tokyo",
    },
    { ...member, id: "U0GONE", handle: "gone", name: "Gina Gone", title: "left the company", kind: "deactivated" },
    { ...member, id: "U0LIFEGUARD", handle: "lifeguard", name: "Lifeguard", title: "app", kind: "bot" },
  ],
  groups: [
    { id: "S0SRE", handle: "sre", name: "SRE", users: ["U0BOB", "U0CAROL", "U0LIWEI"], updated: created },
    {
      id: "S0ENG",
      handle: "eng",
      name: "Engineering",
      users: ["U0ALICE", "U0BOB", "U0CAROL", "U0DAVE", "U0LIWEI"],
      updated: created,
    },
  ],
  channels: [
    {
      ...open,
      id: "C0OPS",
      name: "ops",
      members: ["U0ALICE", "U0BOB", "U0CAROL", "U0DAVE", "U0ERIN", "U0GUEST", "U0LIWEI", "U0LIFEGUARD"],
    },
    {
      ...open,
      id: "C0APPROVALS",
      name: "approvals",
      members: ["U0ALICE", "U0BOB", "U0CAROL", "U0DAVE", "U0ERIN", "U0LIWEI", "U0LIFEGUARD"],
    },
    {
      ...open,
      id: "C0TEAM",
      name: "team-shop",
      locale: "zh-CN",
      members: ["U0ALICE", "U0CAROL", "U0DAVE", "U0LIWEI", "U0LIFEGUARD"],
    },
    {
      ...open,
      id: "C0SHARED",
      name: "partner-shared",
      shared: true,
      members: ["U0ALICE", "U0BOB", "U0STRANGER", "U0LIFEGUARD"],
    },
    { ...open, id: "C0ARCHIVED", name: "old", archived: true, members: ["U0ALICE", "U0BOB", "U0LIFEGUARD"] },
    { ...open, id: "G0PRIVATE", name: "secret", kind: "private", members: ["U0ALICE", "U0BOB"] },
  ],
};

/**
 * Bot scopes the app holds unless a test says otherwise: what an operations bot can reasonably ask for. Left out on
 * purpose: `chat:write.public` and `chat:write.customize`, so that posting where the bot is no member is refused.
 */
export const defaultScopes: readonly string[] = [
  "commands",
  "chat:write",
  "users:read",
  "usergroups:read",
  "channels:read",
  "groups:read",
  "im:read",
  "mpim:read",
  "im:write",
  "channels:join",
  "channels:history",
  "groups:history",
  "im:history",
  "mpim:history",
  "reactions:write",
  "files:read",
  "files:write",
  "pins:write",
];

/** Event subscriptions of the app unless a test says otherwise. */
export const defaultEvents: readonly string[] = [
  "app_home_opened",
  "user_change",
  "subteam_members_changed",
  "channel_shared",
  "app_uninstalled",
  "tokens_revoked",
];
