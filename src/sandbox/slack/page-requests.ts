/** The bodies the page posts, as page-protocol.ts describes them. */
import * as z from "zod";
import {
  alertRules,
  type AskOptions,
  type CloseView,
  type Interference,
  type OpenHome,
  pageLanguages,
  type Place,
  plannedWorks,
  type RunBot,
  type SetFault,
  type Speak,
  type StateValues,
  type SubmitView,
  type TypeCommand,
  type TypeMessage,
  type UploadFile,
  type UseElement,
} from "../page-protocol.ts";

const id = z.string().min(1);
const fields = z.record(z.string(), z.unknown());
const values: z.ZodType<StateValues> = z.record(z.string(), z.record(z.string(), fields));

const place: z.ZodType<Place> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("message"), channel: id, ts: id }),
  z.object({ kind: z.literal("view"), id }),
]);

export const typeCommand: z.ZodType<TypeCommand> = z.object({ as: id, channel: id, text: z.string() });

export const typeMessage: z.ZodType<TypeMessage> = z.object({
  as: id,
  channel: id,
  threadTs: z.string().nullable(),
  text: z.string(),
});

export const useElement: z.ZodType<UseElement> = z.object({ as: id, place, action: fields, values });

export const askOptions: z.ZodType<AskOptions> = z.object({
  as: id,
  place,
  blockId: z.string(),
  actionId: z.string(),
  query: z.string(),
});

export const submitView: z.ZodType<SubmitView> = z.object({ as: id, viewId: id, values });
export const closeView: z.ZodType<CloseView> = z.object({ as: id, viewId: id, all: z.boolean() });
export const openHome: z.ZodType<OpenHome> = z.object({ as: id });
export const runBot: z.ZodType<RunBot> = z.object({ do: z.enum(["start", "stop", "kill"]) });
export const speak: z.ZodType<Speak> = z.object({ language: z.enum(pageLanguages) });

const pool = id;

export const interference: z.ZodType<Interference> = z.discriminatedUnion("do", [
  z.object({ do: z.literal("resize"), pool, desiredSize: z.number().int().min(0) }),
  z.object({ do: z.literal("label"), pool, key: id, value: z.string() }),
  z.object({
    do: z.literal("plan"),
    pool,
    type: z.enum(plannedWorks),
    seconds: z.number().int().min(1).max(86_400),
  }),
  z.object({ do: z.literal("break-node"), pool }),
  z.object({ do: z.literal("heal-nodes"), pool }),
  z.object({ do: z.literal("find-vulnerability"), pool }),
  z.object({ do: z.literal("raise-alert"), pool, rule: z.enum(alertRules) }),
]);

const action = z.string();

export const setFault: z.ZodType<SetFault> = z.object({
  on: z.boolean(),
  fault: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("slow"), action, seconds: z.number().min(0) }),
    z.object({ kind: z.literal("hang"), action }),
    z.object({ kind: z.literal("throttle"), action }),
    z.object({ kind: z.literal("error"), action, status: z.number().int(), code: z.string() }),
    z.object({ kind: z.literal("drop"), action }),
    z.object({ kind: z.literal("lose-answer"), action }),
    z.object({ kind: z.literal("half-answer"), action }),
    z.object({ kind: z.literal("lose-task"), pool }),
    z.object({ kind: z.literal("break-node"), pool }),
  ]),
});

export const uploadFile: z.ZodType<UploadFile> = z.object({ name: id, content: z.string() });
