/** State values of inputs, in the shapes of `view.state.values`, and what Slack's client checks before it submits. */
import type { StateValues } from "../page-protocol.ts";
import { elementsOf, isJson, textIn } from "./block-tree.ts";
import type { Json } from "./model.ts";

type Value = Readonly<Record<string, unknown>>;

/** The field that holds a kind's value, and what it starts with. Null for elements that hold nothing. */
function fieldOf(element: Json): { readonly field: string; readonly initial: unknown } | null {
  switch (element["type"]) {
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return { field: "value", initial: element["initial_value"] ?? null };
    case "rich_text_input":
      return { field: "rich_text_value", initial: element["initial_value"] ?? null };
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return { field: "selected_option", initial: element["initial_option"] ?? null };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return { field: "selected_options", initial: element["initial_options"] ?? [] };
    case "users_select":
      return { field: "selected_user", initial: element["initial_user"] ?? null };
    case "multi_users_select":
      return { field: "selected_users", initial: element["initial_users"] ?? [] };
    case "conversations_select":
      return { field: "selected_conversation", initial: element["initial_conversation"] ?? null };
    case "multi_conversations_select":
      return { field: "selected_conversations", initial: element["initial_conversations"] ?? [] };
    case "channels_select":
      return { field: "selected_channel", initial: element["initial_channel"] ?? null };
    case "multi_channels_select":
      return { field: "selected_channels", initial: element["initial_channels"] ?? [] };
    case "datepicker":
      return { field: "selected_date", initial: element["initial_date"] ?? null };
    case "timepicker":
      return { field: "selected_time", initial: element["initial_time"] ?? null };
    case "datetimepicker":
      return { field: "selected_date_time", initial: element["initial_date_time"] ?? null };
    case "file_input":
      return { field: "files", initial: [] };
    default:
      return null;
  }
}

/** The values of all inputs: what was given now, else what was known, else what the element starts with. */
export function completeValues(blocks: readonly Json[], given: StateValues, known: StateValues): StateValues {
  const values: Record<string, Record<string, Value>> = {};
  for (const { block, element } of elementsOf(blocks)) {
    const holder = fieldOf(element);
    if (holder === null) continue;
    const blockId = textIn(block, "block_id");
    const actionId = textIn(element, "action_id");
    const value = given[blockId]?.[actionId] ?? known[blockId]?.[actionId] ?? { [holder.field]: holder.initial };
    values[blockId] = {
      ...values[blockId],
      [actionId]: {
        ...value,
        type: element["type"],
        [holder.field]: emptyToNull(asSent(value[holder.field])),
      },
    };
  }
  return values;
}

/** What stays filled in when a view gets new blocks: values whose block and action ids are still there. */
export function keptValues(blocks: readonly Json[], values: StateValues): StateValues {
  const kept: Record<string, Record<string, Value>> = {};
  for (const { block, element } of elementsOf(blocks)) {
    const blockId = textIn(block, "block_id");
    const actionId = textIn(element, "action_id");
    const value = values[blockId]?.[actionId];
    if (value === undefined || value["type"] !== element["type"]) continue;
    kept[blockId] = { ...kept[blockId], [actionId]: value };
  }
  return kept;
}

/** Messages under inputs that Slack's client shows by itself, without asking the app. Null where all is well. */
export function refusedValues(blocks: readonly Json[], values: StateValues): Readonly<Record<string, string>> | null {
  const errors: Record<string, string> = {};
  for (const { block, element } of elementsOf(blocks)) {
    if (block["type"] !== "input") continue;
    const blockId = textIn(block, "block_id");
    const value = values[blockId]?.[textIn(element, "action_id")] ?? {};
    const message = refusal(element, value[fieldOf(element)?.field ?? ""], block["optional"] === true);
    if (message !== null) errors[blockId] = message;
  }
  return Object.keys(errors).length === 0 ? null : errors;
}

function refusal(element: Json, value: unknown, optional: boolean): string | null {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) {
    return optional ? null : "Please complete this required field.";
  }
  if (typeof value !== "string") return null;
  switch (element["type"]) {
    case "plain_text_input":
      return refusedLength(value, Number(element["min_length"] ?? 0), Number(element["max_length"] ?? 3_000));
    case "number_input":
      return refusedNumber(element, value);
    case "email_text_input":
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : "Please enter a valid email address.";
    case "url_text_input":
      return URL.canParse(value) ? null : "Please enter a valid URL.";
    default:
      return null;
  }
}

function refusedLength(value: string, min: number, max: number): string | null {
  if (value.length < min) return `This input must be at least ${min} characters.`;
  return value.length > max ? `This input must be at most ${max} characters.` : null;
}

function refusedNumber(element: Json, value: string): string | null {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) return "Please enter a number.";
  if (element["is_decimal_allowed"] !== true && !Number.isInteger(number)) return "Please enter a whole number.";
  const min = element["min_value"];
  const max = element["max_value"];
  if (typeof min === "string" && number < Number(min)) return `Must be at least ${min}.`;
  return typeof max === "string" && number > Number(max) ? `Must be at most ${max}.` : null;
}

function emptyToNull(value: unknown): unknown {
  return value === "" || value === undefined ? null : value;
}

/** Options from the page carry a type of their own, which Slack's do not. */
export function asSent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSent);
  if (!isJson(value) || value["type"] !== "option") return value;
  const { type: _, ...option } = value;
  return option;
}
