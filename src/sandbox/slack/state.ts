import { randomBytes } from "node:crypto";
import type { Channel, Person, StoredFile, StoredMessage, StoredView, Team, UserGroup } from "./model.ts";
import type { WorkspaceSeed } from "./seed.ts";

/** Everything the workspace remembers. Entries are replaced, never altered. */
export interface WorkspaceState {
  readonly team: Team;
  readonly people: Map<string, Person>;
  readonly groups: Map<string, UserGroup>;
  readonly channels: Map<string, Channel>;
  /** By channel, then by time stamp, oldest first. */
  readonly messages: Map<string, Map<string, StoredMessage>>;
  /** Ephemeral messages of everybody, oldest first, by time stamp. */
  readonly ephemerals: Map<string, StoredMessage>;
  readonly views: Map<string, StoredView>;
  /** Ids of each person's open modals, the top one last. */
  readonly stacks: Map<string, readonly string[]>;
  /** Id of each person's published Home. */
  readonly homes: Map<string, string>;
  readonly files: Map<string, StoredFile>;
  /** The next time stamp, unique and ascending in the whole workspace. */
  nextTs(): string;
}

export function createState(seed: WorkspaceSeed, now: () => Date): WorkspaceState {
  let lastMicroseconds = 0;
  return {
    team: seed.team,
    people: new Map(seed.people.map((person) => [person.id, person])),
    groups: new Map(seed.groups.map((group) => [group.id, group])),
    channels: new Map(seed.channels.map((channel) => [channel.id, channel])),
    messages: new Map(),
    ephemerals: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    files: new Map(),
    nextTs() {
      lastMicroseconds = Math.max(now().getTime() * 1_000, lastMicroseconds + 1);
      const seconds = Math.floor(lastMicroseconds / 1_000_000);
      return `${seconds}.${String(lastMicroseconds % 1_000_000).padStart(6, "0")}`;
    },
  };
}

/** An id as Slack makes them: the kind's letter, then upper-case letters and digits. */
export function freshId(letter: "D" | "F" | "V" | "E"): string {
  return `${letter}0${randomBytes(5).toString("hex").toUpperCase()}`;
}

/** Replaces a channel by one that differs in the given fields. */
export function changeChannel(state: WorkspaceState, id: string, change: Partial<Channel>): Channel {
  const channel = state.channels.get(id);
  if (channel === undefined) throw new Error(`no channel ${id} in the sandbox`);
  const changed = { ...channel, ...change };
  state.channels.set(id, changed);
  return changed;
}

/** The direct conversation of a person with the bot; made on first use. Its id is `D0` and the person's name part. */
export function directChannel(state: WorkspaceState, user: string, bot: string, now: Date): Channel {
  const id = `D0${user.slice(2)}`;
  const known = state.channels.get(id);
  if (known !== undefined) return known;
  const channel: Channel = {
    id,
    name: "directmessage",
    kind: "direct",
    shared: false,
    archived: false,
    readOnly: false,
    members: [user, bot],
    locale: state.people.get(user)?.locale ?? "en-US",
    created: Math.floor(now.getTime() / 1_000),
  };
  state.channels.set(id, channel);
  return channel;
}

export function messagesOf(state: WorkspaceState, channel: string): Map<string, StoredMessage> {
  const known = state.messages.get(channel);
  if (known !== undefined) return known;
  const fresh = new Map<string, StoredMessage>();
  state.messages.set(channel, fresh);
  return fresh;
}
