/** The requests of page-protocol.ts. A request that does not get through is a failed delivery, never an exception. */
import type * as z from "zod";
import type {
  AskOptions,
  CloseView,
  Delivery,
  Interference,
  OpenHome,
  Options,
  PageState,
  RunBot,
  SetFault,
  Speak,
  Submission,
  SubmitView,
  TypeCommand,
  TypeMessage,
  Upload,
  UploadFile,
  UseElement,
} from "../page-protocol.ts";
import * as answers from "./answers.ts";

const unreachable = "sandbox_unreachable";

/** What a person sees now. "unknown" where the sandbox has no such person, null where it cannot be reached. */
export async function readState(as: string): Promise<PageState | "unknown" | null> {
  try {
    const response = await fetch(`/sandbox/state?as=${encodeURIComponent(as)}`);
    if (response.status === 404) return "unknown";
    return response.ok ? answers.pageState.parse(await response.json()) : null;
  } catch (error) {
    reportError(error);
    return null;
  }
}

export function typeCommand(body: TypeCommand): Promise<Delivery> {
  return deliver("command", body);
}

export function typeMessage(body: TypeMessage): Promise<Delivery> {
  return deliver("message", body);
}

export function useElement(body: UseElement): Promise<Delivery> {
  return deliver("action", body);
}

export function uploadFile(body: UploadFile): Promise<Upload> {
  return post("file", body, answers.upload, { file: null });
}

export function closeView(body: CloseView): Promise<Delivery> {
  return deliver("view-close", body);
}

export function openHome(body: OpenHome): Promise<Delivery> {
  return deliver("home-opened", body);
}

export function setFault(body: SetFault): Promise<Delivery> {
  return deliver("cloud/fault", body);
}

export function interfere(body: Interference): Promise<Delivery> {
  return deliver("cloud/pool", body);
}

export function runBot(body: RunBot): Promise<Delivery> {
  return deliver("bot", body);
}

export function speak(body: Speak): Promise<Delivery> {
  return deliver("language", body);
}

export function askOptions(body: AskOptions): Promise<Options> {
  return post("options", body, answers.options, { ok: false, options: [] });
}

export function submitView(body: SubmitView): Promise<Submission> {
  return post("view-submit", body, answers.submission, { ok: false, error: unreachable, errors: null });
}

function deliver(path: string, body: unknown): Promise<Delivery> {
  return post(path, body, answers.delivery, { ok: false, error: unreachable });
}

async function post<Answer>(path: string, body: unknown, schema: z.ZodType<Answer>, failed: Answer): Promise<Answer> {
  try {
    const response = await fetch(`/sandbox/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return schema.parse(await response.json());
  } catch (error) {
    reportError(new Error(`/sandbox/${path} gave no answer`, { cause: error }));
    return failed;
  }
}
