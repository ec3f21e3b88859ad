/** Layout blocks and their limits (Slack: "Blocks"; types of @slack/types 3.2). */
import * as z from "zod";
import type { SlackAssumptions } from "../assumptions.ts";
import {
  anyText,
  blockId,
  boundedString,
  imageElement,
  imageFields,
  mrkdwn,
  oneImageSource,
  plainText,
  webUrl,
} from "./composition.ts";
import { elementSchemas } from "./elements.ts";
import { richText } from "./rich-text.ts";
import { dataTable, table } from "./tables.ts";

/** The union of all blocks Slack takes. */
export function blockSchema(assumptions: SlackAssumptions) {
  const element = elementSchemas(assumptions);

  const button = element.button;
  const interactive = [
    button,
    element.workflow_button,
    element.overflow,
    element.checkboxes,
    element.radio_buttons,
    element.datepicker,
    element.timepicker,
    element.static_select,
    element.multi_static_select,
    element.external_select,
    element.multi_external_select,
    element.users_select,
    element.multi_users_select,
    element.conversations_select,
    element.multi_conversations_select,
    element.channels_select,
    element.multi_channels_select,
  ] as const;

  const actions = z.strictObject({
    type: z.literal("actions"),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion("type", [...interactive, element.datetimepicker, element.rich_text_input]))
      .min(1)
      .max(25),
  });
  const section = z
    .strictObject({
      type: z.literal("section"),
      block_id: blockId,
      text: anyText(3_000).optional(),
      fields: z.array(anyText(2_000)).min(1).max(10).optional(),
      accessory: z.discriminatedUnion("type", [...interactive, imageElement]).optional(),
      expand: z.boolean().optional(),
    })
    .superRefine((block, context) => {
      if (block.text !== undefined || block.fields !== undefined) return;
      context.addIssue({ code: "custom", message: "must define either `text` or `fields`", path: ["type"] });
    });
  const header = z.strictObject({ type: z.literal("header"), block_id: blockId, text: plainText(150) });
  const divider = z.strictObject({ type: z.literal("divider"), block_id: blockId });
  const context = z.strictObject({
    type: z.literal("context"),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion("type", [imageElement, plainText(), mrkdwn()]))
      .min(1)
      .max(10),
  });
  const contextActions = z.strictObject({
    type: z.literal("context_actions"),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion("type", [element.feedback_buttons, element.icon_button]))
      .min(1)
      .max(5),
  });
  const image = z
    .strictObject({ type: z.literal("image"), block_id: blockId, ...imageFields, title: plainText(2_000).optional() })
    .superRefine(oneImageSource);
  const input = z.strictObject({
    type: z.literal("input"),
    block_id: blockId,
    label: plainText(2_000),
    hint: plainText(2_000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: z.discriminatedUnion("type", [
      element.plain_text_input,
      element.email_text_input,
      element.url_text_input,
      element.number_input,
      element.rich_text_input,
      element.file_input,
      element.checkboxes,
      element.radio_buttons,
      element.datepicker,
      element.timepicker,
      element.datetimepicker,
      element.static_select,
      element.multi_static_select,
      element.external_select,
      element.multi_external_select,
      element.users_select,
      element.multi_users_select,
      element.conversations_select,
      element.multi_conversations_select,
      element.channels_select,
      element.multi_channels_select,
    ]),
  });
  const file = z.strictObject({
    type: z.literal("file"),
    block_id: blockId,
    source: z.literal("remote"),
    external_id: boundedString(255),
  });
  const video = z.strictObject({
    type: z.literal("video"),
    block_id: blockId,
    alt_text: boundedString(2_000),
    title: plainText(199),
    video_url: webUrl,
    thumbnail_url: webUrl,
    title_url: webUrl.optional(),
    author_name: z.string().max(49).optional(),
    provider_name: z.string().optional(),
    provider_icon_url: webUrl.optional(),
    description: plainText().optional(),
  });
  const card = z
    .strictObject({
      type: z.literal("card"),
      block_id: blockId,
      hero_image: imageElement.optional(),
      icon: imageElement.optional(),
      title: mrkdwn(150).optional(),
      subtitle: mrkdwn(150).optional(),
      body: mrkdwn(200).optional(),
      actions: z.array(button).optional(),
    })
    .superRefine((block, issues) => {
      if ([block.hero_image, block.title, block.actions, block.body].some((part) => part !== undefined)) return;
      issues.addIssue({
        code: "custom",
        message: "must define at least one of `hero_image`, `title`, `actions`, `body`",
        path: ["type"],
      });
    });
  const container = z
    .strictObject({
      type: z.literal("container"),
      block_id: blockId,
      title: plainText(150).optional(),
      rich_text_title: richText.optional(),
      subtitle: anyText(150).optional(),
      child_blocks: z
        .array(
          z.discriminatedUnion("type", [
            actions,
            context,
            divider,
            file,
            header,
            image,
            input,
            richText,
            section,
            table,
            video,
          ]),
        )
        .min(1)
        .max(10),
      width: z.enum(["narrow", "standard", "wide", "full"]).optional(),
      icon: imageElement.optional(),
      is_collapsible: z.boolean().optional(),
      default_collapsed: z.boolean().optional(),
      has_header_divider: z.boolean().optional(),
    })
    .superRefine((block, issues) => {
      if (block.title !== undefined || block.rich_text_title !== undefined) return;
      issues.addIssue({ code: "custom", message: "must define either `title` or `rich_text_title`", path: ["type"] });
    });
  const task = {
    task_id: boundedString(255),
    title: z.string().min(1),
    details: richText.optional(),
    output: richText.optional(),
    sources: z.array(element.url).optional(),
    status: z.enum(["pending", "in_progress", "complete", "error"]),
  };

  return z.discriminatedUnion("type", [
    actions,
    section,
    header,
    divider,
    context,
    contextActions,
    image,
    input,
    file,
    video,
    card,
    container,
    richText,
    table,
    dataTable,
    z.strictObject({
      type: z.literal("alert"),
      block_id: blockId,
      text: anyText(),
      level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
    }),
    z.strictObject({
      type: z.literal("carousel"),
      block_id: blockId,
      elements: z.array(card).min(1).max(10),
    }),
    z.strictObject({ type: z.literal("markdown"), block_id: blockId, text: boundedString(12_000) }),
    z.strictObject({ type: z.literal("task_card"), block_id: blockId, ...task }),
    z.strictObject({
      type: z.literal("plan"),
      block_id: blockId,
      title: z.string().min(1),
      tasks: z
        .array(z.strictObject({ type: z.literal("task_card").optional(), block_id: blockId, ...task }))
        .optional(),
    }),
    // On Slack's site, but not in the SDK's types: its fields are not checked.
    z.looseObject({ type: z.literal("data_visualization"), block_id: blockId }),
  ]);
}
