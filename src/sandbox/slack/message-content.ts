import type { Block } from "../page-protocol.ts";
import { isRefused, refused, refusedFor, type Refused } from "./answer.ts";
import { isJson, withIds } from "./block-tree.ts";
import type { Context } from "./context.ts";
import type { Json } from "./model.ts";
import {
  countTables,
  maxAttachments,
  maxMarkdown,
  maxPostedText,
  maxUpdatedText,
  refusalOfWhole,
} from "./validation/message-limits.ts";

/** What an app wants a message to say. Undefined for what it did not send. */
export interface MessageContent {
  readonly text: string | undefined;
  readonly blocks: readonly Block[] | undefined;
  readonly attachments: readonly Json[] | undefined;
  readonly metadata: Json | undefined;
}

/** Reads and checks the content fields that posting, editing and responding share. JSON may come as a string. */
export function readContent(
  context: Context,
  raw: Json,
  purpose: "post" | "update" | "ephemeral",
): MessageContent | Refused {
  const text = readText(raw, purpose);
  if (typeof text === "object") return text;
  const blocks = readBlocks(context, raw["blocks"]);
  if (blocks !== undefined && isRefused(blocks)) return blocks;
  const attachments = parseJson(raw["attachments"]);
  if (attachments !== undefined && !Array.isArray(attachments)) return refused("invalid_attachments");
  if (attachments !== undefined && attachments.length > maxAttachments) return refused("too_many_attachments");
  const metadata = readMetadata(context, raw["metadata"]);
  if (metadata !== undefined && isRefused(metadata)) return metadata;
  return { text, blocks, attachments: attachments?.filter(isJson), metadata };
}

/** Whether there is anything to show. */
export function isEmpty(content: MessageContent): boolean {
  const { text, blocks, attachments } = content;
  return (text ?? "").trim() === "" && (blocks ?? []).length === 0 && (attachments ?? []).length === 0;
}

function readText(raw: Json, purpose: "post" | "update" | "ephemeral"): string | undefined | Refused {
  const { text, markdown_text: markdown, blocks } = raw;
  if (markdown !== undefined) {
    if (text !== undefined || blocks !== undefined) return refused("markdown_text_conflict");
    if (typeof markdown !== "string") return refused("invalid_arguments");
    return markdown.length > maxMarkdown ? refused("msg_too_long") : markdown;
  }
  if (text === undefined || text === null) return undefined;
  if (typeof text !== "string") return refused("invalid_arguments");
  if (purpose === "update" && text.length > maxUpdatedText) return refused("msg_too_long");
  if (purpose === "ephemeral" && Buffer.byteLength(text) > maxUpdatedText) return refused("msg_too_long");
  return text.slice(0, maxPostedText);
}

function readBlocks(context: Context, raw: unknown): readonly Block[] | undefined | Refused {
  const value = parseJson(raw);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return refused("invalid_blocks_format");
  const checked = context.validator.blocks(value);
  if (!checked.ok) return refusedFor("invalid_blocks", checked.problems);
  const whole = refusalOfWhole(checked.value, context.assumptions);
  if (whole !== null) return refused(whole);
  if (countTables(checked.value) > context.assumptions.maxTables) {
    return refused("invalid_attachments", { response_metadata: { messages: ["[ERROR] only_one_table_allowed"] } });
  }
  if (!checked.value.every((block) => hasItsFile(context, block))) {
    return refused("invalid_blocks", { response_metadata: { messages: ["[ERROR] invalid slack file"] } });
  }
  return withIds(checked.value);
}

/** Whether an image's file, where it is one of the workspace, was handed over to the end. */
function hasItsFile({ state }: Context, block: Block): boolean {
  const file = block.type === "image" ? block["slack_file"] : undefined;
  if (!isJson(file) || typeof file["id"] !== "string") return true;
  return state.files.get(file["id"])?.shared === true;
}

function readMetadata(context: Context, raw: unknown): Json | undefined | Refused {
  const value = parseJson(raw);
  if (value === undefined) return undefined;
  if (!isJson(value)) return refused("invalid_metadata_format");
  if (Object.keys(value).length === 0) return value;
  if (typeof value["event_type"] !== "string" || !isJson(value["event_payload"])) {
    return refused("invalid_metadata_format");
  }
  if (Buffer.byteLength(JSON.stringify(value)) > context.assumptions.maxMetadataBytes) {
    return refused("metadata_too_large");
  }
  return value;
}

/** A form carries arrays and objects as JSON text; what is no JSON stays a string, for the caller to refuse. */
export function parseJson(raw: unknown): unknown {
  if (raw === null || raw === undefined || raw === "") return undefined;
  if (typeof raw !== "string") return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}
