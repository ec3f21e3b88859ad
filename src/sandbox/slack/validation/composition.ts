/** Composition objects of Block Kit and their limits (Slack: "Composition objects", types of @slack/types 3.2). */
import * as z from "zod";

const maxTextObject = 3_000;
export const maxId = 255;
const maxUrl = 3_000;

export function boundedString(max: number, min = 1) {
  return z.string().min(min).max(max);
}

export function plainText(max: number = maxTextObject) {
  return z.strictObject({ type: z.literal("plain_text"), text: boundedString(max), emoji: z.boolean().optional() });
}

export function mrkdwn(max: number = maxTextObject) {
  return z.strictObject({ type: z.literal("mrkdwn"), text: boundedString(max), verbatim: z.boolean().optional() });
}

export function anyText(max: number = maxTextObject) {
  return z.discriminatedUnion("type", [plainText(max), mrkdwn(max)]);
}

export const actionId = boundedString(maxId).optional();
export const blockId = boundedString(maxId).optional();

/** A link somebody may follow: it needs a scheme. */
export const url = boundedString(maxUrl).regex(/^[a-z][a-z0-9+.-]*:./i, "must be a valid URL");

/** Where Slack itself fetches something from. */
export const webUrl = boundedString(maxUrl).regex(/^https?:\/\/./i, "must be a valid http or https URL");

export const colorScheme = z.enum(["primary", "danger"]);

export const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: colorScheme.optional(),
});

export const placeholder = plainText(150);

export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).optional(),
});

const slackFile = z.union([z.strictObject({ id: z.string().min(1) }), z.strictObject({ url: webUrl })]);

export const conversationFilter = z.strictObject({
  include: z
    .array(z.enum(["im", "mpim", "private", "public"]))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});

/** An option of a menu. Checkboxes and radio buttons may format its text, menus may not. */
export function option(maxValue: number, text: "plain" | "any") {
  return z.strictObject({
    text: text === "plain" ? plainText(75) : anyText(75),
    value: boundedString(maxValue, 0),
    description: (text === "plain" ? plainText(75) : anyText(75)).optional(),
    url: url.optional(),
  });
}

export function optionGroup(maxValue: number) {
  return z.strictObject({
    label: plainText(75),
    options: z.array(option(maxValue, "plain")).min(1).max(100),
  });
}

/** The image of an `image` block or element: a URL, or a file in Slack; one of the two. */
export const imageFields = {
  alt_text: boundedString(2_000),
  image_url: webUrl.optional(),
  slack_file: slackFile.optional(),
};

export function oneImageSource(
  image: { image_url?: unknown; slack_file?: unknown },
  context: z.core.$RefinementCtx,
): void {
  if ((image.image_url === undefined) === (image.slack_file === undefined)) {
    context.addIssue({ code: "custom", message: "must define either `image_url` or `slack_file`", path: [] });
  }
}

export const imageElement = z.strictObject({ type: z.literal("image"), ...imageFields }).superRefine(oneImageSource);
