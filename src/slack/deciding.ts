import { findVoter, findVoterOrDelegate } from "../command-kit/voter.ts";
import type { ControlAction } from "../domain/control.ts";
import type { ChannelId, Fingerprint, OperationId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Result } from "../domain/result.ts";
import { refusalDocument } from "../views/refusal.ts";
import type { Claim } from "./claims.ts";
import { type Actor, type SlackContext, wordsFor } from "./context.ts";

/** What somebody decides by a button or a form. */
export interface Deciding {
  /** What it is, for the log. */
  readonly what: string;
  /** As the audit log calls it. */
  readonly action: string;
  readonly actor: Actor;
  /** null: it is about none that there is. */
  readonly operation: OperationId | null;
  /** What it was decided on; null: a form or the Home. */
  readonly message: { readonly channel: ChannelId; readonly ts: string } | null;
  readonly claim: Claim;
}

/** Takes a decision that was acknowledged. Where it is refused, that is written down, told to who made it alone, and a card that offered it in vain is put right. */
export function takeDecision(
  context: SlackContext,
  { what, action, actor, operation, message, claim }: Deciding,
  decide: () => Promise<Result<unknown, Refusal>>,
): void {
  const refuse = (refusal: Refusal): Promise<void> => tell(context, actor, refusal);
  context.clicks.take(
    { what, operation, claim },
    async () => {
      const outcome = await decide();
      if (outcome.ok) return;
      const { code } = outcome.problem;
      await context.decisions.denied({ by: actor.user, operation, message, action, code });
      await refuse(outcome.problem);
      if (operation !== null && message !== null && isStale.has(code)) {
        await context.publisher.repair(operation, message);
      }
    },
    refuse,
  );
}

/** Refusals that tell that a button should not have been there any more. */
const isStale: ReadonlySet<Refusal["code"]> = new Set([
  "sign-off-closed",
  "plan-superseded",
  "plan-drifted",
  "not-withdrawable",
  "not-controllable",
  "proposal-over",
  "outcome-known",
]);

/** Who pressed, and the operation and the plan that the button was made for. */
export interface Pressed {
  readonly actor: Actor;
  readonly operation: OperationId;
  readonly fingerprint: Fingerprint;
}

/** Votes with what Slack says of the person at this moment. */
export async function vote(
  context: SlackContext,
  pressed: Pressed,
  verdict: "approve" | "reject",
  reason: string | null,
  code: string | null = null,
): Promise<Result<Operation, Refusal>> {
  const found = await findVoterOrDelegate(context, pressed.operation, pressed.actor.user);
  if (!found.ok) return found;
  const { operation, fingerprint: digest } = pressed;
  return context.decisions.decide({ operation, fingerprint: digest, voter: found.value.voter, verdict, reason, code });
}

/** Asks something of what runs, with what Slack says of the person at this moment. */
export async function steer(
  context: SlackContext,
  { operation, actor }: Pressed,
  action: ControlAction,
  code: string | null,
): Promise<Result<Operation, Refusal>> {
  const found = await findVoter(context.operations, context.directory, operation, actor.user);
  return found.ok ? context.decisions.control(operation, { action, code }, found.value.voter) : found;
}

/** Tells one person privately, in the place where they clicked. */
export async function tell(context: SlackContext, { user, channel }: Actor, refusal: Refusal): Promise<void> {
  const words = await wordsFor(context, user);
  await context.tellPrivately(user, channel, refusalDocument(refusal, words, context.slash));
}
