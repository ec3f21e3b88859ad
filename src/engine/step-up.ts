import { minutesToMilliseconds } from "date-fns";
import { denial, stepUpEntry } from "../domain/audit.ts";
import type { ChangeKind } from "../domain/change.ts";
import type { Instant, OperationId, UserId } from "../domain/ids.ts";
import {
  type Authenticator,
  authenticatorUri,
  type CodeVerdict,
  enrol,
  judgeCode,
  lockBegan,
  lockEnds,
} from "../domain/one-time-code.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { createPassing } from "./passing.ts";
import type { AuditLog, AuthenticatorBook, Clock } from "./ports.ts";

/** Milliseconds in which a new secret has to be confirmed. */
const confirmWithin = minutesToMilliseconds(10);

/** A secret to be taken over into an authenticator; it is shown this once. */
export interface Enrolment {
  readonly secret: string;
  readonly uri: string;
  /** Whether there is an authenticator already: then a code of that one is asked for, too. */
  readonly again: boolean;
}

/** Codes of authenticators, asked for beside a vote. */
export interface StepUp {
  /** Whether approvals of such changes take a code. */
  asksFor(kind: ChangeKind): boolean;
  /** Why somebody cannot give a code now; null: they can. */
  obstacle(user: UserId): Promise<Refusal | null>;
  /** Uses a code up for one vote; null: it was right. */
  prove(user: UserId, code: string, operation: OperationId): Promise<Refusal | null>;
  beginEnrolment(user: UserId): Promise<Result<Enrolment, Refusal>>;
  confirmEnrolment(
    user: UserId,
    codes: { readonly first: string; readonly current: string | null },
  ): Promise<Result<null, Refusal>>;
}

export interface StepUpDependencies {
  /** null: there is no key to keep secrets with, so nobody can enrol. */
  readonly book: AuthenticatorBook | null;
  readonly changes: readonly ChangeKind[];
  readonly audit: AuditLog;
  readonly clock: Pick<Clock, "now" | "elapsed">;
}

export function createStepUp({ book, changes, audit, clock }: StepUpDependencies): StepUp {
  const passing = createPassing<UserId>(clock);

  /** Until when somebody is locked out, by what has passed since: nobody gets in sooner because the clock was put forward. */
  function lockOf(user: UserId, { lockedUntil }: Authenticator): Instant | null {
    return lockedUntil === null ? null : lockEnds(passing.since(user, lockBegan(lockedUntil)), clock.now());
  }

  /** Judges a code of what somebody has, and writes down that it is used. */
  async function use(user: UserId, code: string, operation: OperationId | null): Promise<Refusal | null> {
    const at = clock.now();
    const verdict = await (book?.update(user, (known) => {
      if (known === null) return { next: null, value: null };
      const judged = judgeCode(known, code, at, lockOf(user, known));
      // From now on the lock is timed.
      lockOf(user, judged.next);
      return { next: judged.next, value: judged.verdict };
    }) ?? null);
    if (verdict === null) return { code: "step-up-not-enrolled" };
    if (verdict.kind === "locked" && verdict.began) {
      await audit.append([stepUpEntry("step-up-locked", user, operation, at, { until: verdict.until })]);
    }
    return refusalOf(verdict);
  }

  return {
    asksFor: (kind) => changes.includes(kind),

    async obstacle(user) {
      const known = (await book?.find(user)) ?? null;
      if (known === null) return { code: "step-up-not-enrolled" };
      const until = lockOf(user, known);
      return until === null ? null : { code: "step-up-locked", until };
    },

    prove: use,

    async beginEnrolment(user) {
      if (book === null) return failure({ code: "step-up-off" });
      const at = clock.now();
      const secret = book.drawSecret();
      await book.setDraft(user, { secret, at });
      const again = (await book.find(user)) !== null;
      return success({ secret, uri: authenticatorUri(secret, user), again });
    },

    async confirmEnrolment(user, { first, current }) {
      const at = clock.now();
      const pending = (await book?.draft(user)) ?? null;
      if (book === null || pending === null || at - pending.at > confirmWithin) {
        return failure({ code: "enrolment-over" });
      }
      const fresh = enrol(pending.secret, first, at);
      if (fresh === null) return failure({ code: "code-not-of-new-secret" });
      const again = (await book.find(user)) !== null;
      // Whoever took an account over must not be able to put an authenticator of their own in the place of its owner's.
      const refusal = again ? await use(user, current ?? "", null) : null;
      if (refusal !== null) {
        const { code } = refusal;
        await audit.append([denial({ at, by: user, operation: null, message: null, action: "enroll", code })]);
        return failure(refusal);
      }
      const written = await book.update(user, (known) =>
        // Somebody else may have been quicker with the same account: theirs stands.
        again === (known !== null) ? { next: fresh, value: true } : { next: known, value: false },
      );
      if (!written) return failure({ code: "enrolment-over" });
      await book.setDraft(user, null);
      await audit.append([stepUpEntry("step-up-enrolled", user, null, at, { again })]);
      return success(null);
    },
  };
}

function refusalOf(verdict: CodeVerdict): Refusal | null {
  switch (verdict.kind) {
    case "right":
      return null;
    case "wrong":
      return { code: "code-wrong", left: verdict.left };
    case "used":
      return { code: "code-used" };
    case "locked":
      return { code: "step-up-locked", until: verdict.until };
  }
}
