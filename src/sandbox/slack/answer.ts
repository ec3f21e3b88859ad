import type { Json } from "./model.ts";
import { sentence, type Problem } from "./validation/problem.ts";

type Accepted = Json & { readonly ok: true };
export type Refused = Json & { readonly ok: false; readonly error: string };

/** What a Web API method answers; both kinds travel with HTTP 200. */
export type Answer = Accepted | Refused;

export function accepted(fields: Json = {}): Accepted {
  return { ...fields, ok: true };
}

export function refused(error: string, fields: Json = {}): Refused {
  return { ...fields, ok: false, error };
}

/** A refusal that says where each mistake is. Both lists are in Slack's answers; SDKs log the second. */
export function refusedFor(error: string, problems: readonly Problem[]): Refused {
  const sentences = problems.map(sentence);
  return refused(error, {
    errors: sentences,
    response_metadata: { messages: sentences.map((words) => `[ERROR] ${words}`) },
  });
}

export function isRefused(value: object): value is Refused {
  return "ok" in value && value.ok === false;
}
