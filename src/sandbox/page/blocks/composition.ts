/** Composition objects of Block Kit, as far as the page shows them (Slack: "Composition objects"). */
import * as z from "zod";

export const plainText = z.object({ type: z.literal("plain_text"), text: z.string(), emoji: z.boolean().optional() });

export const anyText = z.discriminatedUnion("type", [
  plainText,
  z.object({ type: z.literal("mrkdwn"), text: z.string(), verbatim: z.boolean().optional() }),
]);
export type TextObject = z.infer<typeof anyText>;

/** Kept whole, for an option goes back to the app as it came. */
export const option = z.looseObject({
  text: anyText,
  value: z.string().optional(),
  description: anyText.optional(),
  url: z.string().optional(),
});
export type Option = z.infer<typeof option>;

export const optionGroup = z.object({ label: plainText, options: z.array(option) });

export const confirmation = z.object({
  title: plainText.optional(),
  text: anyText,
  confirm: plainText.optional(),
  deny: plainText.optional(),
  style: z.enum(["primary", "danger"]).optional(),
});
export type Confirmation = z.infer<typeof confirmation>;

/** A file that the app handed over to the workspace. */
export const slackFile = z.object({ id: z.string().optional() });

export const imageElement = z.object({
  type: z.literal("image"),
  image_url: z.string().optional(),
  slack_file: slackFile.optional(),
  alt_text: z.string(),
});
