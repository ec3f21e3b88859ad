import type { SlackAssumptions, Surface } from "../assumptions.ts";

const everywhere: readonly Surface[] = ["message", "modal", "home"];
const messagesAndHome: readonly Surface[] = ["message", "home"];
const messages: readonly Surface[] = ["message"];

/** Where each block may stand (Slack: index page of the block reference). Null for a block nobody knows. */
export function surfacesOf(type: string, assumptions: SlackAssumptions): readonly Surface[] | null {
  switch (type) {
    case "actions":
    case "card":
    case "context":
    case "divider":
    case "image":
    case "input":
    case "rich_text":
    case "section":
    case "video":
      return everywhere;
    case "container":
    case "data_table":
    case "data_visualization":
    case "table":
      return messagesAndHome;
    case "context_actions":
    case "file":
    case "markdown":
    case "task_card":
      return messages;
    case "alert":
      return ["modal"];
    case "header":
    case "carousel":
    case "plan":
      return assumptions.unlistedBlockSurfaces[type];
    default:
      return null;
  }
}

/** Blocks at most on each surface. */
export const maxBlocks: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
