/** What elements hold, in the shapes of Slack's `state.values`. */
import type { Block, StateValues } from "../../page-protocol.ts";
import { interactiveElement, type InteractiveElement } from "./schemas.ts";

/** One element's value: `{ type, value }`, `{ type, selected_option }` and so on; null stands for empty. */
export type Value = Readonly<Record<string, unknown>>;

/** What an element holds before anybody touches it; null for those that hold nothing. */
export function initialValue(element: InteractiveElement): Value | null {
  const { type } = element;
  switch (type) {
    case "plain_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input":
      return { type, value: element.initial_value ?? null };
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return { type, selected_option: element.initial_option ?? null };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return { type, selected_options: element.initial_options ?? [] };
    case "users_select":
      return { type, selected_user: element.initial_user ?? null };
    case "multi_users_select":
      return { type, selected_users: element.initial_users ?? [] };
    case "channels_select":
      return { type, selected_channel: element.initial_channel ?? null };
    case "multi_channels_select":
      return { type, selected_channels: element.initial_channels ?? [] };
    case "conversations_select":
      return { type, selected_conversation: element.initial_conversation ?? null };
    case "multi_conversations_select":
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case "datepicker":
      return { type, selected_date: element.initial_date ?? null };
    case "timepicker":
      return { type, selected_time: element.initial_time ?? null };
    case "datetimepicker":
      return { type, selected_date_time: element.initial_date_time ?? null };
    case "file_input":
      return { type, files: [] };
    case "button":
    case "overflow":
      return null;
  }
}

/** All values of some blocks: what was given, else what each element starts with. */
export function completeValues(blocks: readonly Block[], given: StateValues): StateValues {
  const values: Record<string, Record<string, Value>> = {};
  for (const { blockId, element } of elementsIn(blocks)) {
    const start = initialValue(element);
    if (start === null) continue;
    const typed = given[blockId]?.[element.action_id];
    values[blockId] = { ...values[blockId], [element.action_id]: typed?.["type"] === element.type ? typed : start };
  }
  return values;
}

/** Values with one of them changed. */
export function withValue(values: StateValues, blockId: string, actionId: string, value: Value): StateValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: value } };
}

interface Placed {
  readonly blockId: string;
  readonly element: InteractiveElement;
}

function elementsIn(blocks: readonly Block[]): readonly Placed[] {
  return blocks.flatMap((block): readonly Placed[] => {
    switch (block.type) {
      case "actions":
        return placed(block, block["elements"]);
      case "section":
        return placed(block, [block["accessory"]]);
      case "input":
        return placed(block, [block["element"]]);
      case "container":
        return elementsIn(listOfBlocks(block["child_blocks"]));
      default:
        return [];
    }
  });
}

function placed(block: Block, elements: unknown): readonly Placed[] {
  if (!Array.isArray(elements)) return [];
  return elements.flatMap((candidate) => {
    const element = interactiveElement.safeParse(candidate);
    return element.success ? [{ blockId: blockIdOf(block), element: element.data }] : [];
  });
}

/** The id that the server gave each block. */
export function blockIdOf(block: Block): string {
  const id = block["block_id"];
  return typeof id === "string" ? id : "";
}

/** A field that holds blocks. */
export function listOfBlocks(value: unknown): readonly Block[] {
  return Array.isArray(value) ? value.filter(isBlock) : [];
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
