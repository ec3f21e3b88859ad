/** The two table blocks and their limits (Slack: "Table block", "Data table block"). */
import * as z from "zod";
import { blockId } from "./composition.ts";
import { richText } from "./rich-text.ts";

const maxTableText = 10_000;
const maxDataTableText = 20_000;

const rawText = z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) });
const rawNumber = z.strictObject({ type: z.literal("raw_number"), value: z.number(), text: z.string().min(1) });
const cell = z.discriminatedUnion("type", [rawText, rawNumber, richText]);

const columnSetting = z.strictObject({
  align: z.enum(["left", "center", "right"]).optional(),
  is_wrapped: z.boolean().optional(),
});

/** How many characters people read in a cell. */
function cellText(content: unknown): number {
  if (typeof content !== "object" || content === null) return 0;
  let length = 0;
  for (const [name, value] of Object.entries(content)) {
    if (name === "text" && typeof value === "string") length += value.length;
    else if (Array.isArray(value)) length += value.reduce<number>((sum, part) => sum + cellText(part), 0);
  }
  return length;
}

function tableText(rows: readonly (readonly unknown[])[]): number {
  return rows.flat().reduce<number>((sum, part) => sum + cellText(part), 0);
}

export const table = z
  .strictObject({
    type: z.literal("table"),
    block_id: blockId,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z.array(columnSetting.nullable()).max(20).optional(),
  })
  .superRefine((block, context) => {
    if (tableText(block.rows) <= maxTableText) return;
    context.addIssue({
      code: "custom",
      message: `text of all cells must be less than ${maxTableText + 1} characters`,
      path: ["rows"],
      params: { code: "too_long" },
    });
  });

export const dataTable = z
  .strictObject({
    type: z.literal("data_table"),
    block_id: blockId,
    caption: z.string().min(1),
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(201),
    page_size: z.number().int().min(1).max(100).optional(),
    row_header_column_index: z.number().int().min(0).optional(),
  })
  .superRefine((block, context) => {
    const [header = []] = block.rows;
    if (header.some((part) => part.type === "rich_text")) {
      context.addIssue({ code: "custom", message: "header cells must not be rich_text", path: ["rows", 0] });
    }
    for (const [index, row] of block.rows.entries()) {
      if (row.length === header.length) continue;
      context.addIssue({ code: "custom", message: "all rows must have the same length", path: ["rows", index] });
    }
    if (tableText(block.rows) > maxDataTableText) {
      context.addIssue({
        code: "custom",
        message: `text of all cells must be less than ${maxDataTableText + 1} characters`,
        path: ["rows"],
        params: { code: "too_long" },
      });
    }
  });
