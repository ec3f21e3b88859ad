import type { ApproverGroup } from "../../domain/approver-group.ts";
import { group, join, person, type Text } from "../../domain/text.ts";

/** Groups of approvers as people know them. */
export function approvers(groups: readonly ApproverGroup[]): Text {
  return join(
    groups.map(({ members }) =>
      members.kind === "usergroup" ? [group(members.usergroup)] : join(members.users.map(person), ", "),
    ),
    " or ",
  );
}
