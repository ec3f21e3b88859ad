/** What the sandbox's server answers, checked where it comes in (page-protocol.ts holds the types). */
import * as z from "zod";
import {
  type Block,
  type CloudFault,
  type Delivery,
  type Options,
  type PageCloud,
  pageLanguages,
  type PageState,
  type PageView,
  type Submission,
  type Upload,
} from "../page-protocol.ts";

const block: z.ZodType<Block> = z.looseObject({ type: z.string() });

const view: z.ZodType<PageView> = z.object({
  id: z.string(),
  type: z.enum(["modal", "home"]),
  title: z.string(),
  submit: z.string().nullable(),
  close: z.string().nullable(),
  blocks: z.array(block),
  hash: z.string(),
});

export const upload: z.ZodType<Upload> = z.object({ file: z.record(z.string(), z.unknown()).nullable() });

const onAction = { action: z.string() };
const onPool = { pool: z.string() };

const fault: z.ZodType<CloudFault> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("slow"), ...onAction, seconds: z.number() }),
  z.object({ kind: z.literal("hang"), ...onAction }),
  z.object({ kind: z.literal("throttle"), ...onAction }),
  z.object({ kind: z.literal("error"), ...onAction, status: z.number(), code: z.string() }),
  z.object({ kind: z.literal("drop"), ...onAction }),
  z.object({ kind: z.literal("lose-answer"), ...onAction }),
  z.object({ kind: z.literal("half-answer"), ...onAction }),
  z.object({ kind: z.literal("lose-task"), ...onPool }),
  z.object({ kind: z.literal("break-node"), ...onPool }),
]);

const pool = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  desiredSize: z.number().nullable(),
  totalNodes: z.number(),
  servingNodes: z.number(),
  task: z.object({ id: z.string(), type: z.string(), state: z.string() }).nullable(),
});

const cloud: z.ZodType<PageCloud> = z.object({
  clusters: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      region: z.string(),
      state: z.string(),
      version: z.string(),
      pools: z.array(pool),
    }),
  ),
  faults: z.array(fault),
  calls: z.array(z.object({ at: z.string(), action: z.string(), status: z.number(), code: z.string().nullable() })),
  speed: z.number(),
});

export const pageState: z.ZodType<PageState> = z.object({
  me: z.string(),
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      title: z.string(),
      kind: z.enum(["member", "guest", "stranger", "deactivated", "bot"]),
      locale: z.string().nullable(),
      timezone: z.string(),
    }),
  ),
  groups: z.array(z.object({ id: z.string(), handle: z.string() })),
  channels: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(["channel", "private", "direct"]),
      shared: z.boolean(),
      archived: z.boolean(),
      members: z.array(z.string()),
    }),
  ),
  messages: z.array(
    z.object({
      channel: z.string(),
      ts: z.string(),
      threadTs: z.string().nullable(),
      author: z.string(),
      text: z.string(),
      blocks: z.array(block),
      edited: z.boolean(),
      ephemeral: z.boolean(),
      files: z.array(z.object({ id: z.string(), name: z.string(), url: z.string() })),
    }),
  ),
  views: z.array(view),
  home: view.nullable(),
  commands: z.array(z.object({ command: z.string(), usageHint: z.string() })),
  connected: z.boolean(),
  bot: z.enum(["running", "stopped"]),
  language: z.enum(pageLanguages),
  cloud,
});

export const delivery: z.ZodType<Delivery> = z.object({ ok: z.boolean(), error: z.string().nullable() });

export const submission: z.ZodType<Submission> = z.object({
  ok: z.boolean(),
  error: z.string().nullable(),
  errors: z.record(z.string(), z.string()).nullable(),
});

export const options: z.ZodType<Options> = z.object({ ok: z.boolean(), options: z.array(block) });
