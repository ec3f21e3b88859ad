import type { ApproverGroup } from "../../domain/approver-group.ts";
import { group, person, type Text } from "../../domain/text.ts";
import { either, listed } from "./joining.ts";

/** Groups of approvers as people know them. */
export function approvers(groups: readonly ApproverGroup[]): Text {
  return either(
    groups.map(({ members }) =>
      members.kind === "usergroup" ? [group(members.usergroup)] : listed(members.users.map(person)),
    ),
  );
}
