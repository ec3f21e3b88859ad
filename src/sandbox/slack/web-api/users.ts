import * as z from "zod";
import { accepted, refused } from "../answer.ts";
import type { Context } from "../context.ts";
import type { Json, Person } from "../model.ts";
import { isExternal, isStranger } from "../visibility.ts";
import { args, defineMethod, flag, pageOf, paging } from "./method.ts";

const info = defineMethod("users.info", {
  scopes: ["users:read"],
  tier: "tier4",
  args: args({ user: z.string().min(1), include_locale: flag }),
  run(context, request) {
    const person = context.state.people.get(request.user);
    if (person === undefined) return refused("user_not_found");
    return accepted({ user: describePerson(context, person, request.include_locale === true) });
  },
});

const list = defineMethod("users.list", {
  scopes: ["users:read"],
  tier: "tier2",
  args: args({ include_locale: flag, ...paging }),
  run(context, request) {
    const { items, response_metadata } = pageOf([...context.state.people.values()], request);
    return accepted({
      members: items.map((person) => describePerson(context, person, request.include_locale === true)),
      cache_ts: Math.floor(context.now().getTime() / 1_000),
      response_metadata,
    });
  },
});

/** Slack's user object. Flags about a role are left out for deactivated people, as Slack does. */
export function describePerson(context: Context, person: Person, withLocale: boolean): Json {
  const { state, app } = context;
  const deleted = person.kind === "deactivated";
  const external = isExternal(state, person);
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.handle,
    deleted,
    real_name: person.name,
    profile: {
      title: person.title,
      real_name: person.name,
      real_name_normalized: person.name,
      display_name: person.handle,
      display_name_normalized: person.handle,
      team: person.teamId,
      ...(person.kind === "bot" ? { api_app_id: app.appId, bot_id: app.botId } : {}),
      ...(context.app.scopes.includes("users:read.email") ? { email: `${person.handle}@example.com` } : {}),
    },
    is_bot: person.kind === "bot",
    is_app_user: false,
    updated: Math.floor(context.now().getTime() / 1_000),
    ...(deleted
      ? {}
      : {
          tz: person.timezone,
          tz_label: person.timezone,
          tz_offset: offsetSeconds(person.timezone, context.now()),
          is_admin: person.admin,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: person.kind === "guest",
          is_ultra_restricted: false,
          is_email_confirmed: true,
        }),
    ...(external ? { is_stranger: isStranger(state, person, app.botUserId) } : {}),
    ...(withLocale && person.locale !== null ? { locale: person.locale } : {}),
  };
}

function offsetSeconds(timezone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" }).formatToParts(at);
  const offset = /GMT([+-])(\d{2}):(\d{2})/.exec(parts.find((part) => part.type === "timeZoneName")?.value ?? "");
  if (offset === null) return 0;
  const [, sign, hours, minutes] = offset;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60);
}

export const userMethods = [info, list];
