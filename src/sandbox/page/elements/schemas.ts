/** Interactive elements, as far as the page shows them (Slack: "Block elements"). */
import * as z from "zod";
import { confirmation, option, optionGroup, plainText } from "../blocks/composition.ts";

/** The server names every element that its app left unnamed. */
const base = { action_id: z.string(), confirm: confirmation.optional(), focus_on_load: z.boolean().optional() };
const placeholder = plainText.optional();

const button = z.object({
  ...base,
  type: z.literal("button"),
  text: plainText,
  value: z.string().optional(),
  url: z.string().optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().optional(),
});
export type ButtonElement = z.infer<typeof button>;

const overflow = z.object({ ...base, type: z.literal("overflow"), options: z.array(option) });
export type OverflowElement = z.infer<typeof overflow>;

const checkboxes = z.object({
  ...base,
  type: z.literal("checkboxes"),
  options: z.array(option),
  initial_options: z.array(option).optional(),
});
export type CheckboxesElement = z.infer<typeof checkboxes>;

const radioButtons = z.object({
  ...base,
  type: z.literal("radio_buttons"),
  options: z.array(option),
  initial_option: option.optional(),
});
export type RadioButtonsElement = z.infer<typeof radioButtons>;

const choices = { options: z.array(option).optional(), option_groups: z.array(optionGroup).optional() };
const one = { ...base, placeholder, initial_option: option.optional() };
const many = {
  ...base,
  placeholder,
  initial_options: z.array(option).optional(),
  max_selected_items: z.number().optional(),
};
const minQuery = { min_query_length: z.number().optional() };

const optionSelects = [
  z.object({ ...one, ...choices, type: z.literal("static_select") }),
  z.object({ ...one, ...minQuery, type: z.literal("external_select") }),
] as const;
const multiOptionSelects = [
  z.object({ ...many, ...choices, type: z.literal("multi_static_select") }),
  z.object({ ...many, ...minQuery, type: z.literal("multi_external_select") }),
] as const;
export type OptionSelectElement = z.infer<(typeof optionSelects)[number] | (typeof multiOptionSelects)[number]>;

const ids = z.array(z.string()).optional();
const idSelects = [
  z.object({ ...base, placeholder, type: z.literal("users_select"), initial_user: z.string().optional() }),
  z.object({ ...base, placeholder, type: z.literal("multi_users_select"), initial_users: ids }),
  z.object({ ...base, placeholder, type: z.literal("channels_select"), initial_channel: z.string().optional() }),
  z.object({ ...base, placeholder, type: z.literal("multi_channels_select"), initial_channels: ids }),
  z.object({
    ...base,
    placeholder,
    type: z.literal("conversations_select"),
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
  }),
  z.object({ ...base, placeholder, type: z.literal("multi_conversations_select"), initial_conversations: ids }),
] as const;
export type IdSelectElement = z.infer<(typeof idSelects)[number]>;

const typed = {
  ...base,
  placeholder,
  initial_value: z.string().optional(),
  dispatch_action_config: z
    .object({ trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).optional() })
    .optional(),
};
const textInputs = [
  z.object({ ...typed, type: z.literal("plain_text_input"), multiline: z.boolean().optional() }),
  z.object({ ...typed, type: z.literal("number_input"), is_decimal_allowed: z.boolean().optional() }),
  z.object({ ...typed, type: z.literal("email_text_input") }),
  z.object({ ...typed, type: z.literal("url_text_input") }),
] as const;
export type TextInputElement = z.infer<(typeof textInputs)[number]>;

const pickers = [
  z.object({ ...base, placeholder, type: z.literal("datepicker"), initial_date: z.string().optional() }),
  z.object({ ...base, placeholder, type: z.literal("timepicker"), initial_time: z.string().optional() }),
  z.object({ ...base, type: z.literal("datetimepicker"), initial_date_time: z.number().optional() }),
] as const;
export type PickerElement = z.infer<(typeof pickers)[number]>;

const fileInput = z.object({
  ...base,
  type: z.literal("file_input"),
  filetypes: z.array(z.string()).optional(),
  max_files: z.number().optional(),
});
export type FileInputElement = z.infer<typeof fileInput>;

/** Every element this page can be used with. */
export const interactiveElement = z.discriminatedUnion("type", [
  button,
  overflow,
  checkboxes,
  radioButtons,
  ...optionSelects,
  ...multiOptionSelects,
  ...idSelects,
  ...textInputs,
  ...pickers,
  fileInput,
]);
export type InteractiveElement = z.infer<typeof interactiveElement>;
