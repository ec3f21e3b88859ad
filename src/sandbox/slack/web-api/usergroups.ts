import * as z from "zod";
import { accepted, refused } from "../answer.ts";
import { args, defineMethod, flag } from "./method.ts";

const list = defineMethod("usergroups.list", {
  scopes: ["usergroups:read"],
  tier: "tier2",
  args: args({ include_users: flag, include_count: flag, include_disabled: flag }),
  run(context, request) {
    const { state } = context;
    return accepted({
      usergroups: [...state.groups.values()].map((group) => ({
        id: group.id,
        team_id: state.team.id,
        is_usergroup: true,
        is_external: false,
        name: group.name,
        handle: group.handle,
        description: "",
        date_create: group.updated,
        date_update: group.updated,
        date_delete: 0,
        auto_type: null,
        created_by: "U0CAROL",
        prefs: { channels: [], groups: [] },
        ...(request.include_count === true ? { user_count: group.users.length } : {}),
        ...(request.include_users === true ? { users: group.users } : {}),
      })),
    });
  },
});

const usersList = defineMethod("usergroups.users.list", {
  scopes: ["usergroups:read"],
  tier: "tier2",
  args: args({ usergroup: z.string().min(1), include_disabled: flag }),
  run(context, request) {
    const group = context.state.groups.get(request.usergroup);
    return group === undefined ? refused("no_such_subteam") : accepted({ users: group.users });
  },
});

export const usergroupMethods = [list, usersList];
