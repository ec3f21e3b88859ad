import * as z from "zod";

/** ACK cluster id, `c` and hexadecimal digits. */
export const clusterId = z.string().min(1).brand<"ClusterId">();
export type ClusterId = z.infer<typeof clusterId>;

/** ACK node pool id, `np` and hexadecimal digits. */
export const nodePoolId = z.string().min(1).brand<"NodePoolId">();
export type NodePoolId = z.infer<typeof nodePoolId>;

/** ACK task id, `T-` and hexadecimal digits. */
export const taskId = z.string().min(1).brand<"TaskId">();
export type TaskId = z.infer<typeof taskId>;

/** Slack user id, `U…` or `W…`: opaque, never a name. */
export const userId = z.string().min(1).brand<"UserId">();
export type UserId = z.infer<typeof userId>;

/** Slack user group id, `S…`. */
export const userGroupId = z.string().min(1).brand<"UserGroupId">();
export type UserGroupId = z.infer<typeof userGroupId>;

/** Slack conversation id, `C…`, `G…` or `D…`: opaque, says nothing about privacy. */
export const channelId = z.string().min(1).brand<"ChannelId">();
export type ChannelId = z.infer<typeof channelId>;

/**
 * Letters of an operation id. Vowels are left out so that no word appears, and 0, 1, l so that nobody misreads one.
 * Four of 28 letters make 614,656 ids; a taken one is drawn again.
 */
export const operationIdAlphabet = "23456789bcdfghjkmnpqrstvwxyz";
export const operationIdLength = 4;

/** An operation's id that people type, like `op-7f3k`. */
export const operationId = z
  .string()
  .regex(/^op-[a-z0-9]{4,12}$/)
  .brand<"OperationId">();
export type OperationId = z.infer<typeof operationId>;

/** SHA-256 of a plan and the state it was made from, in hexadecimal. */
export const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"Fingerprint">();
export type Fingerprint = z.infer<typeof fingerprint>;

/** Milliseconds since 1970-01-01 UTC. */
export const instant = z.number().int();
export type Instant = z.infer<typeof instant>;
