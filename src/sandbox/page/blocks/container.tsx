import type { ReactNode } from "react";
import * as z from "zod";
import { anyText, plainText } from "./composition.ts";
import { richText, RichText } from "./rich-text.tsx";
import { plain, Text } from "./text.tsx";

export const container = z.object({
  title: plainText.optional(),
  rich_text_title: richText.optional(),
  subtitle: anyText.optional(),
  child_blocks: z.array(z.looseObject({ type: z.string() })),
  is_collapsible: z.boolean().default(false),
  default_collapsed: z.boolean().default(false),
});

/** Blocks under a title, which may fold them away (Slack: "Container block"). */
export function Container({
  block,
  children,
}: {
  readonly block: z.infer<typeof container>;
  readonly children: ReactNode;
}): ReactNode {
  const title = (
    <>
      <strong>
        {block.title !== undefined && plain(block.title)}
        {block.rich_text_title !== undefined && <RichText block={block.rich_text_title} />}
      </strong>
      {block.subtitle !== undefined && <Text text={block.subtitle} />}
    </>
  );
  if (!block.is_collapsible) {
    return (
      <div className="block-container">
        {title}
        {children}
      </div>
    );
  }
  return (
    <details className="block-container" open={!block.default_collapsed}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
