import * as z from "zod";
import { channelId, fingerprint, operationId } from "../domain/ids.ts";
import type { Actor } from "./context.ts";

/** What a form that a button opened is filled in for. */
const purpose = z.enum(["approve", "reject", "resume"]);

/** What such a form remembers: no secret, for it can be read on the way. */
const memory = z.object({
  purpose,
  operation: operationId,
  fingerprint,
  /** Where the button was pressed, and where an answer reaches who pressed it; in the Home a person's id stands in its place. */
  channel: channelId,
});
type FormMemory = z.infer<typeof memory>;

/** What is written into a form's `private_metadata`. */
export function remember(
  { operation, fingerprint: plan, actor }: Pick<FormMemory, "operation" | "fingerprint"> & { readonly actor: Actor },
  of: FormMemory["purpose"],
): string {
  return JSON.stringify({ purpose: of, operation, fingerprint: plan, channel: actor.channel } satisfies FormMemory);
}

/** null: it was not written by {@link remember}. */
export function recall(privateMetadata: string): FormMemory | null {
  try {
    return memory.parse(JSON.parse(privateMetadata));
  } catch {
    return null;
  }
}
