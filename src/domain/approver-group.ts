import * as z from "zod";
import { userGroupId, userId } from "./ids.ts";

/** A set of people: a Slack user group, or accounts one by one. */
const groupMembers = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("usergroup"), usergroup: userGroupId }).readonly(),
  z.object({ kind: z.literal("users"), users: z.array(userId).readonly() }).readonly(),
]);
export type GroupMembers = z.infer<typeof groupMembers>;

/** A named group of people who may sign off, as the configuration defines it. */
export const approverGroup = z.object({ name: z.string(), members: groupMembers }).readonly();
export type ApproverGroup = z.infer<typeof approverGroup>;
