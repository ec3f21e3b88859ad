import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import type { GroupMembers } from "../domain/approver-group.ts";
import { userId, type UserId } from "../domain/ids.ts";
import { type Directory, IdentityError, type Person } from "../domain/person.ts";

/** Milliseconds for which Slack's word on people and groups is believed; one read serves many clicks. */
const believedFor = 60_000;

const wireUser = z.object({
  id: userId,
  team_id: z.string().nullish(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_app_user: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  is_invited_user: z.boolean().nullish(),
  locale: z.string().nullish(),
});

/** Slackbot says of itself that it is no bot. */
const slackbot = "USLACKBOT";

function toPerson(user: z.infer<typeof wireUser>, asked: UserId): Person {
  return {
    id: asked,
    name: user.real_name ?? user.name ?? asked,
    // No workspace told: it cannot be the home one.
    teamId: user.team_id ?? "",
    bot: user.is_bot === true || user.id === slackbot,
    deactivated: user.deleted === true,
    guest: user.is_restricted === true || user.is_ultra_restricted === true || user.is_invited_user === true,
    stranger: user.is_stranger === true,
    locale: user.locale ?? null,
  };
}

/** People and groups as Slack knows them. What cannot be asked is an {@link IdentityError}: rights fail closed. */
export function createDirectory(client: WebClient, homeTeamId: string, now: () => number): Directory {
  const people = remembered(now, async (id: UserId) => {
    const { user } = await client.users.info({ user: id, include_locale: true });
    return toPerson(wireUser.parse(user), id);
  });
  const groups = remembered(now, async (usergroup: string) => {
    const { users } = await client.usergroups.users.list({ usergroup });
    return new Set(z.array(userId).parse(users));
  });
  return {
    homeTeamId,
    person: (id) => people(id),
    members(group: GroupMembers) {
      return group.kind === "users" ? Promise.resolve(new Set(group.users)) : groups(group.usergroup);
    },
  };
}

/** Asks once for many who want the same within the time that an answer is believed; failures are not remembered. */
function remembered<Key, Value>(now: () => number, ask: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const answers = new Map<Key, { readonly at: number; readonly value: Promise<Value> }>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined && now() - known.at < believedFor) return known.value;
    const value = ask(key).catch((error: unknown) => {
      answers.delete(key);
      throw new IdentityError("Slack could not be asked", { cause: error });
    });
    // Long-lived processes meet many people: what is old is dropped before something new is kept.
    for (const [old, { at }] of answers) if (now() - at >= believedFor) answers.delete(old);
    answers.set(key, { at: now(), value });
    return value;
  };
}
