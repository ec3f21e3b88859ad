import type { Channel, Person } from "./model.ts";
import type { WorkspaceState } from "./state.ts";

/** Whether somebody belongs to another team (Slack Connect). */
export function isExternal(state: WorkspaceState, person: Person): boolean {
  return person.teamId !== state.team.id;
}

/** Whether a person sees a channel: full members see every public one, all others only those they are in. */
export function canSee(state: WorkspaceState, person: Person, channel: Channel): boolean {
  if (person.kind === "deactivated") return false;
  if (channel.members.includes(person.id)) return true;
  return channel.kind === "channel" && person.kind === "member" && !isExternal(state, person);
}

/** Slack's `is_stranger`: somebody of another team who shares no channel with the app. */
export function isStranger(state: WorkspaceState, person: Person, bot: string): boolean {
  if (!isExternal(state, person)) return false;
  return ![...state.channels.values()].some(
    (channel) => channel.kind !== "direct" && channel.members.includes(person.id) && channel.members.includes(bot),
  );
}
