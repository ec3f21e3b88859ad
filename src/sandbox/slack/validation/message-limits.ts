/** Limits that hold for a message as a whole, on top of those of its blocks. */
import type { SlackAssumptions } from "../assumptions.ts";
import type { Json } from "../model.ts";
import { objectsIn, textIn } from "../block-tree.ts";

export const maxPostedText = 40_000;
export const maxUpdatedText = 4_000;
export const maxMarkdown = 12_000;
export const maxAttachments = 100;

/** The error that blocks are refused with as a whole, or null. */
export function refusalOfWhole(blocks: readonly Json[], assumptions: SlackAssumptions): string | null {
  const markdown = blocks.filter((block) => block["type"] === "markdown");
  if (markdown.reduce((sum, block) => sum + textIn(block, "text").length, 0) > maxMarkdown) return "msg_too_long";
  const limit = assumptions.maxTextOfAllBlocks;
  if (limit !== null && textLength(blocks.filter((block) => block["type"] !== "markdown")) > limit) {
    return "msg_blocks_too_long";
  }
  return null;
}

/** Tables in a message, also those within containers. */
export function countTables(blocks: readonly Json[]): number {
  return blocks.reduce(
    (sum, block) => sum + (block["type"] === "table" ? 1 : 0) + countTables(objectsIn(block, "child_blocks")),
    0,
  );
}

/** Characters of all `text` fields, however deep. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + textLength(part), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, part]) => sum + (name === "text" && typeof part === "string" ? part.length : textLength(part)),
    0,
  );
}
