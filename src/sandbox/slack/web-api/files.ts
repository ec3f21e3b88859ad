import * as z from "zod";
import { accepted, isRefused, refused } from "../answer.ts";
import { isJson } from "../block-tree.ts";
import type { Context } from "../context.ts";
import { parseJson, readContent } from "../message-content.ts";
import { postMessage } from "../messages.ts";
import type { Json, StoredFile } from "../model.ts";
import { freshId } from "../state.ts";
import { readThread, tooFast, writableChannel } from "./access.ts";
import { args, defineMethod, integer, optionalText } from "./method.ts";

const getUploadUrl = defineMethod("files.getUploadURLExternal", {
  scopes: ["files:write"],
  tier: "tier4",
  args: args({ filename: z.string().min(1), length: integer.min(1) }),
  run(context, request) {
    const id = freshId("F");
    context.state.files.set(id, {
      id,
      name: request.filename,
      title: request.filename,
      announced: request.length,
      content: null,
      shared: false,
    });
    return accepted({ upload_url: `${context.url()}/upload/v1/${id}`, file_id: id });
  },
});

const completeUpload = defineMethod("files.completeUploadExternal", {
  scopes: ["files:write"],
  tier: "tier4",
  args: args({ channel_id: optionalText, thread_ts: optionalText, initial_comment: optionalText }),
  run(context, request) {
    const uploaded = readFiles(context, request["files"]);
    if (isRefused(uploaded)) return uploaded;
    if (request.channel_id !== undefined) {
      const channel = writableChannel(context, request.channel_id);
      if (isRefused(channel)) return channel;
      const thread = readThread(context, channel, request.thread_ts);
      if (typeof thread === "object") return thread;
      const content = readContent(context, { text: request.initial_comment, blocks: request["blocks"] }, "post");
      if (isRefused(content)) return content;
      const fast = tooFast(context, channel);
      if (fast !== null) return fast;
      postMessage(context, {
        channel: channel.id,
        author: context.app.botUserId,
        threadTs: thread ?? null,
        content,
        files: uploaded.files.map((file) => file.id),
      });
    }
    for (const file of uploaded.files) context.state.files.set(file.id, { ...file, shared: true });
    return accepted({ files: uploaded.files.map((file) => describeFile(context, file)) });
  },
});

function readFiles(
  context: Context,
  raw: unknown,
): { readonly files: readonly StoredFile[] } | ReturnType<typeof refused> {
  const listed = parseJson(raw);
  if (!Array.isArray(listed) || listed.length === 0) return refused("invalid_arguments");
  const files: StoredFile[] = [];
  for (const entry of listed) {
    const file = isJson(entry) && typeof entry["id"] === "string" ? context.state.files.get(entry["id"]) : undefined;
    if (file === undefined || file.content === null || file.shared) return refused("file_not_found");
    const title = isJson(entry) && typeof entry["title"] === "string" ? entry["title"] : file.name;
    files.push({ ...file, title });
  }
  return { files };
}

function describeFile(context: Context, file: StoredFile): Json {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.content?.byteLength ?? 0,
    user: context.app.botUserId,
    url_private: fileUrl(context, file),
    permalink: fileUrl(context, file),
  };
}

/** Takes a text file that a person hands over in a view, which only the app is given. */
export function personalFile(context: Context, name: string, text: string): Json {
  const content = new TextEncoder().encode(text);
  const file: StoredFile = {
    id: freshId("F"),
    name,
    title: name,
    announced: content.byteLength,
    content,
    shared: true,
  };
  context.state.files.set(file.id, file);
  const url = fileUrl(context, file);
  return { id: file.id, name, title: name, size: content.byteLength, url_private: url, url_private_download: url };
}

/** Where the page and the app find an uploaded file. */
export function fileUrl(context: Context, file: StoredFile): string {
  return `${context.url()}/files/${file.id}/${encodeURIComponent(file.name)}`;
}

export const fileMethods = [getUploadUrl, completeUpload];
