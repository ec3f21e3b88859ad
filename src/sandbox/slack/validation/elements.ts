/** Block elements and their limits (Slack: "Block elements"; types of @slack/types 3.2). */
import * as z from "zod";
import type { SlackAssumptions } from "../assumptions.ts";
import {
  actionId,
  type anyText,
  boundedString,
  colorScheme,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  option,
  optionGroup,
  placeholder,
  plainText,
  url,
} from "./composition.ts";
import { richText } from "./rich-text.ts";

const base = { action_id: actionId, confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const field = { ...base, ...focusable, placeholder: placeholder.optional() };
const typed = {
  action_id: actionId,
  ...focusable,
  placeholder: placeholder.optional(),
  dispatch_action_config: dispatchActionConfig.optional(),
};
const many = { max_selected_items: z.number().int().min(1).optional() };
const id = z.string().min(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date of the form YYYY-MM-DD");
const time = z.string().regex(/^\d{2}:\d{2}$/, "must be a time of the form HH:mm");
const text3000 = z.string().max(3_000);

/** All elements by type, strict about properties Slack does not know. */
export function elementSchemas(assumptions: SlackAssumptions) {
  const plainOption = option(assumptions.maxOptionValue, "plain");
  const anyOption = option(assumptions.maxOptionValue, "any");
  const choices = {
    options: z.array(plainOption).min(1).max(100).optional(),
    option_groups: z.array(optionGroup(assumptions.maxOptionValue)).min(1).max(100).optional(),
  };

  return {
    button: z.strictObject({
      type: z.literal("button"),
      ...base,
      text: plainText(75),
      value: boundedString(2_000, 0).optional(),
      url: url.optional(),
      style: colorScheme.optional(),
      accessibility_label: boundedString(75).optional(),
    }),
    workflow_button: z.looseObject({ type: z.literal("workflow_button"), text: plainText(75), action_id: actionId }),
    overflow: z.strictObject({
      type: z.literal("overflow"),
      ...base,
      options: z.array(plainOption).min(1).max(assumptions.maxOverflowOptions),
    }),
    checkboxes: z
      .strictObject({
        type: z.literal("checkboxes"),
        ...base,
        ...focusable,
        options: z.array(anyOption).min(1).max(10),
        initial_options: z.array(anyOption).min(1).optional(),
      })
      .superRefine(initialAmongOptions),
    radio_buttons: z
      .strictObject({
        type: z.literal("radio_buttons"),
        ...base,
        ...focusable,
        options: z.array(anyOption).min(1).max(assumptions.maxRadioOptions),
        initial_option: anyOption.optional(),
      })
      .superRefine(initialAmongOptions),
    datepicker: z.strictObject({ type: z.literal("datepicker"), ...field, initial_date: date.optional() }),
    timepicker: z.strictObject({
      type: z.literal("timepicker"),
      ...field,
      initial_time: time.optional(),
      timezone: id.optional(),
    }),
    datetimepicker: z.strictObject({
      type: z.literal("datetimepicker"),
      ...base,
      ...focusable,
      initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
    }),
    static_select: z
      .strictObject({ type: z.literal("static_select"), ...field, ...choices, initial_option: plainOption.optional() })
      .superRefine(optionsOrGroups)
      .superRefine(initialAmongOptions),
    multi_static_select: z
      .strictObject({
        type: z.literal("multi_static_select"),
        ...field,
        ...choices,
        ...many,
        initial_options: z.array(plainOption).min(1).optional(),
      })
      .superRefine(optionsOrGroups)
      .superRefine(initialAmongOptions),
    external_select: z.strictObject({
      type: z.literal("external_select"),
      ...field,
      initial_option: plainOption.optional(),
      min_query_length: z.number().int().min(0).optional(),
    }),
    multi_external_select: z.strictObject({
      type: z.literal("multi_external_select"),
      ...field,
      ...many,
      initial_options: z.array(plainOption).min(1).optional(),
      min_query_length: z.number().int().min(0).optional(),
    }),
    users_select: z.strictObject({ type: z.literal("users_select"), ...field, initial_user: id.optional() }),
    multi_users_select: z.strictObject({
      type: z.literal("multi_users_select"),
      ...field,
      ...many,
      initial_users: z.array(id).optional(),
    }),
    conversations_select: z.strictObject({
      type: z.literal("conversations_select"),
      ...field,
      initial_conversation: id.optional(),
      default_to_current_conversation: z.boolean().optional(),
      response_url_enabled: z.boolean().optional(),
      filter: conversationFilter.optional(),
    }),
    multi_conversations_select: z.strictObject({
      type: z.literal("multi_conversations_select"),
      ...field,
      ...many,
      initial_conversations: z.array(id).optional(),
      default_to_current_conversation: z.boolean().optional(),
      filter: conversationFilter.optional(),
    }),
    channels_select: z.strictObject({
      type: z.literal("channels_select"),
      ...field,
      initial_channel: id.optional(),
      response_url_enabled: z.boolean().optional(),
    }),
    multi_channels_select: z.strictObject({
      type: z.literal("multi_channels_select"),
      ...field,
      ...many,
      initial_channels: z.array(id).optional(),
    }),
    plain_text_input: z.strictObject({
      type: z.literal("plain_text_input"),
      ...typed,
      initial_value: text3000.optional(),
      multiline: z.boolean().optional(),
      min_length: z.number().int().min(0).max(3_000).optional(),
      max_length: z.number().int().min(1).max(3_000).optional(),
    }),
    email_text_input: z.strictObject({
      type: z.literal("email_text_input"),
      ...typed,
      initial_value: text3000.optional(),
    }),
    url_text_input: z.strictObject({ type: z.literal("url_text_input"), ...typed, initial_value: text3000.optional() }),
    number_input: z.strictObject({
      type: z.literal("number_input"),
      ...typed,
      is_decimal_allowed: z.boolean(),
      initial_value: z.string().optional(),
      min_value: z.string().optional(),
      max_value: z.string().optional(),
    }),
    rich_text_input: z.strictObject({
      type: z.literal("rich_text_input"),
      ...typed,
      initial_value: richText.optional(),
      min_lines: z.number().int().min(1).max(100).optional(),
      max_lines: z.number().int().min(1).max(100).optional(),
    }),
    file_input: z.strictObject({
      type: z.literal("file_input"),
      action_id: actionId,
      filetypes: z.array(z.string()).optional(),
      max_files: z.number().int().min(1).max(10).optional(),
    }),
    feedback_buttons: z.strictObject({
      type: z.literal("feedback_buttons"),
      action_id: actionId,
      positive_button: feedbackButton,
      negative_button: feedbackButton,
    }),
    icon_button: z.strictObject({
      type: z.literal("icon_button"),
      ...base,
      icon: id,
      text: plainText(75),
      accessibility_label: boundedString(75).optional(),
      value: boundedString(2_000, 0).optional(),
      visible_to_user_ids: z.array(id).optional(),
    }),
    url: z.strictObject({ type: z.literal("url"), url, text: z.string().min(1) }),
  };
}

const feedbackButton = z.strictObject({
  text: plainText(75),
  accessibility_label: boundedString(75).optional(),
  value: boundedString(2_000, 0),
});

interface Choice {
  readonly text: z.infer<ReturnType<typeof anyText>>;
  readonly value: string;
}

interface Choosing {
  readonly options?: readonly Choice[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly Choice[] }[] | undefined;
  readonly initial_option?: Choice | undefined;
  readonly initial_options?: readonly Choice[] | undefined;
}

function optionsOrGroups(menu: Choosing, context: z.core.$RefinementCtx): void {
  if ((menu.options === undefined) === (menu.option_groups === undefined)) {
    context.addIssue({ code: "custom", message: "must define either `options` or `option_groups`", path: [] });
  }
}

/** Slack refuses an initial option that is not exactly one of the options. */
function initialAmongOptions(menu: Choosing, context: z.core.$RefinementCtx): void {
  const offered = menu.options ?? menu.option_groups?.flatMap((group) => group.options) ?? [];
  const known = (choice: Choice): boolean =>
    offered.some((candidate) => candidate.value === choice.value && candidate.text.text === choice.text.text);
  if (menu.initial_option !== undefined && !known(menu.initial_option)) {
    context.addIssue({ code: "custom", message: "must be one of the provided options", path: ["initial_option"] });
  }
  for (const [index, choice] of (menu.initial_options ?? []).entries()) {
    if (known(choice)) continue;
    context.addIssue({
      code: "custom",
      message: "must be one of the provided options",
      path: ["initial_options", index],
    });
  }
}
