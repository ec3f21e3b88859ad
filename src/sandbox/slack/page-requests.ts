/** The bodies the page posts, as page-protocol.ts describes them. */
import { z } from "zod";
import type {
  AskOptions,
  CloseView,
  MovePool,
  PlanWork,
  OpenHome,
  Place,
  RunBot,
  SetFault,
  StateValues,
  SubmitView,
  TypeCommand,
  TypeMessage,
  UploadFile,
  UseElement,
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
export const planWork: z.ZodType<PlanWork> = z.object({
  pool: id,
  type: z.enum(["KUBELET_UPGRADE", "CVE_FIX"]),
  seconds: z.number().int().min(1).max(86_400),
});
export const movePool: z.ZodType<MovePool> = z.object({ pool: id, desiredSize: z.number().int().min(0) });
export const runBot: z.ZodType<RunBot> = z.object({ do: z.enum(["start", "stop", "kill"]) });

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
    z.object({ kind: z.literal("lose-task"), pool: id }),
    z.object({ kind: z.literal("break-node"), pool: id }),
  ]),
});

export const uploadFile: z.ZodType<UploadFile> = z.object({ name: id, content: z.string() });
