/** What administrators of a workspace do, with the events an app may have subscribed to. */
import type { Context } from "./context.ts";
import type { Person } from "./model.ts";
import { changeChannel } from "./state.ts";
import { clearViews } from "./views.ts";
import { describePerson } from "./web-api/users.ts";

export function addPerson(context: Context, person: Person): void {
  context.state.people.set(person.id, person);
  context.changes.announce();
}

/** Takes an account away: it leaves all channels; its user groups keep it, as a group read late would. */
export function deactivate(context: Context, user: string): void {
  const { state } = context;
  const person = state.people.get(user);
  if (person === undefined) throw new Error(`no person ${user} in the sandbox`);
  const deactivated: Person = { ...person, kind: "deactivated" };
  state.people.set(user, deactivated);
  for (const channel of state.channels.values()) {
    if (channel.kind === "direct" || !channel.members.includes(user)) continue;
    changeChannel(state, channel.id, { members: channel.members.filter((id) => id !== user) });
  }
  clearViews(context, user);
  context.changes.announce();
  void context.emit({
    type: "user_change",
    user: describePerson(context, deactivated, true),
    event_ts: state.nextTs(),
  });
}

export function setGroup(context: Context, id: string, users: readonly string[]): void {
  const { state } = context;
  const group = state.groups.get(id);
  if (group === undefined) throw new Error(`no user group ${id} in the sandbox`);
  const updated = Math.floor(context.now().getTime() / 1_000);
  state.groups.set(id, { ...group, users, updated });
  context.changes.announce();
  const added = users.filter((user) => !group.users.includes(user));
  const removed = group.users.filter((user) => !users.includes(user));
  void context.emit({
    type: "subteam_members_changed",
    subteam_id: id,
    team_id: state.team.id,
    date_previous_update: group.updated,
    date_update: updated,
    added_users: added,
    added_users_count: String(added.length),
    removed_users: removed,
    removed_users_count: String(removed.length),
    event_ts: state.nextTs(),
  });
}

export function archive(context: Context, channel: string): void {
  changeChannel(context.state, channel, { archived: true });
  context.changes.announce();
  void context.emit({ type: "channel_archive", channel, user: "U0CAROL", event_ts: context.state.nextTs() });
}

export function removeBotFrom(context: Context, id: string): void {
  const { state, app } = context;
  const members = state.channels.get(id)?.members.filter((member) => member !== app.botUserId) ?? [];
  const channel = changeChannel(state, id, { members });
  context.changes.announce();
  void context.emit({
    type: channel.kind === "private" ? "group_left" : "channel_left",
    channel: id,
    event_ts: state.nextTs(),
  });
}

export function makeReadOnly(context: Context, channel: string): void {
  changeChannel(context.state, channel, { readOnly: true });
  context.changes.announce();
}

export function revokeToken(context: Context, which: "bot" | "app"): void {
  const { app } = context;
  app.revoked.add(which === "bot" ? app.botToken : app.appToken);
  if (which === "bot") {
    void context.emit({
      type: "tokens_revoked",
      tokens: { oauth: [], bot: [app.botUserId] },
      event_ts: context.state.nextTs(),
    });
  }
}
