import type { ReactNode } from "react";
import * as z from "zod";
import { richText, RichText } from "./rich-text.tsx";

const cell = z.discriminatedUnion("type", [
  z.object({ type: z.literal("raw_text"), text: z.string() }),
  z.object({ type: z.literal("raw_number"), value: z.number(), text: z.string().optional() }),
  richText,
]);

const setting = z.object({
  align: z.enum(["left", "center", "right"]).optional(),
  is_wrapped: z.boolean().optional(),
});

export const table = z.object({
  caption: z.string().optional(),
  rows: z.array(z.array(cell)),
  column_settings: z.array(setting.nullable()).default([]),
});

/** Rows of cells, the first one the header (Slack: "Table block", "Data table block"; its pages are shown at once). */
export function Table({ block }: { readonly block: z.infer<typeof table> }): ReactNode {
  const [head = [], ...body] = block.rows;
  const look = (column: number): string => {
    const { align = "left", is_wrapped: wrapped = false } = block.column_settings[column] ?? {};
    return `align-${align}${wrapped ? " wrapped" : ""}`;
  };
  return (
    <div className="block-table">
      <table>
        {block.caption !== undefined && <caption>{block.caption}</caption>}
        <thead>
          <tr>
            {head.map((each, column) => (
              <th key={column} scope="col" className={look(column)}>
                <Cell cell={each} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, at) => (
            <tr key={at}>
              {row.map((each, column) => (
                <td key={column} className={look(column)}>
                  <Cell cell={each} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell: shown }: { readonly cell: z.infer<typeof cell> }): ReactNode {
  switch (shown.type) {
    case "raw_text":
      return shown.text;
    case "raw_number":
      return shown.text ?? String(shown.value);
    case "rich_text":
      return <RichText block={shown} />;
  }
}
