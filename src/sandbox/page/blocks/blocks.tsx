import { type ReactNode } from "react";
import type * as z from "zod";
import type { Block } from "../../page-protocol.ts";
import { blockIdOf, listOfBlocks } from "../elements/values.ts";
import { actions, Actions } from "./actions.tsx";
import { alert, Alert, context, ContextBlock, divider, Divider, header, Header } from "./basic.tsx";
import { image, ImageBlock, video, Video } from "./basic.tsx";
import { Boundary } from "./boundary.tsx";
import { container, Container } from "./container.tsx";
import { FromLibrary, markdown, plan, taskCard } from "./from-library.tsx";
import { input, Input } from "./input.tsx";
import { Placeholder } from "./placeholder.tsx";
import { richText, RichText } from "./rich-text.tsx";
import { section, Section } from "./section.tsx";
import { table, Table } from "./table.tsx";

/** How each type of block is drawn; one line to add another. */
const drawings: Readonly<Record<string, (block: Block) => ReactNode>> = {
  actions: drawn(actions, Actions),
  alert: drawn(alert, Alert),
  container: drawn(container, ({ block }) => (
    <Container block={block}>
      <Blocks blocks={listOfBlocks(block.child_blocks)} />
    </Container>
  )),
  context: drawn(context, ContextBlock),
  data_table: drawn(table, Table),
  divider: drawn(divider, Divider),
  header: drawn(header, Header),
  image: drawn(image, ImageBlock),
  input: drawn(input, Input),
  markdown: drawn(markdown, FromLibrary),
  plan: drawn(plan, FromLibrary),
  rich_text: drawn(richText, RichText),
  section: drawn(section, Section),
  table: drawn(table, Table),
  task_card: drawn(taskCard, FromLibrary),
  video: drawn(video, Video),
};

function drawn<Shape>(
  schema: z.ZodType<Shape>,
  View: (properties: { readonly block: Shape }) => ReactNode,
): (block: Block) => ReactNode {
  return (block) => {
    const parsed = schema.safeParse(block);
    return parsed.success ? <View block={parsed.data} /> : <Placeholder type={block.type} what="block" />;
  };
}

/** Blocks of a message or view, in their order. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }): ReactNode {
  return (
    <div className="blocks">
      {blocks.map((block, at) => (
        // Ids keep what one types in its place when blocks come and go around it.
        <Boundary key={blockIdOf(block) || at} fallback={<Placeholder type={block.type} what="block" />}>
          {drawings[block.type]?.(block) ?? <Placeholder type={block.type} what="block" />}
        </Boundary>
      ))}
    </div>
  );
}
