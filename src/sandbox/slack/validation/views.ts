/** The fields of a view and their limits (Slack: "View object", views.open). Its blocks are checked apart. */
import * as z from "zod";
import { boundedString, maxId, plainText } from "./composition.ts";

const maxTitle = 24;

/** Bytes of a view as JSON (Slack: `view_too_large`). */
export const maxViewBytes = 250 * 1024;

const shared = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: boundedString(maxId, 0).optional(),
  external_id: boundedString(maxId, 0).optional(),
};

export function viewSchema() {
  return z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("modal"),
      title: plainText(maxTitle),
      submit: plainText(maxTitle).optional(),
      close: plainText(maxTitle).optional(),
      clear_on_close: z.boolean().optional(),
      notify_on_close: z.boolean().optional(),
      submit_disabled: z.boolean().optional(),
      ...shared,
    }),
    z.strictObject({ type: z.literal("home"), title: plainText(maxTitle).optional(), ...shared }),
  ]);
}
