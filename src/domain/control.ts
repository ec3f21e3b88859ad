import * as z from "zod";
import { instant, userId } from "./ids.ts";

/**
 * What can be asked of a task that runs (ACK: PauseTask, ResumeTask, CancelTask). Batches that are under way run to their end; nothing
 * is rolled back.
 */
export const controlActions = ["pause", "resume", "cancel"] as const;
const controlAction = z.enum(controlActions);
export type ControlAction = z.infer<typeof controlAction>;

/** What somebody asked of a running operation, until ACK's task shows it. Written down before ACK is called. */
export const control = z.object({
  action: controlAction,
  by: userId,
  at: instant,
  /** Whether ACK has taken it. */
  sent: z.boolean(),
});
