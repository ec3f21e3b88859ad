import type { ReactNode } from "react";
import { Message } from "slack-blocks-to-jsx";
import * as z from "zod";

/**
 * Blocks that only show something and come seldom are left to slack-blocks-to-jsx. It knows no clicks, so nothing
 * interactive goes there.
 */
export const markdown = z.object({ type: z.literal("markdown"), text: z.string() });

export const taskCard = z.object({
  type: z.literal("task_card").default("task_card"),
  task_id: z.string(),
  title: z.string(),
  status: z.enum(["pending", "in_progress", "complete", "error"]),
});
export const plan = z.object({
  type: z.literal("plan"),
  title: z.string(),
  tasks: z.array(taskCard).default([]),
});

export function FromLibrary({
  block,
}: {
  readonly block: z.infer<typeof markdown> | z.infer<typeof plan> | z.infer<typeof taskCard>;
}): ReactNode {
  return (
    <div className="from-library">
      <Message blocks={[block]} logo="" name="" theme="light" withoutWrapper />
    </div>
  );
}
