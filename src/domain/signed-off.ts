import type { Change } from "./change.ts";
import type { Operation } from "./operation.ts";
import { tally } from "./sign-off.ts";

/**
 * A change that may be made now. The only way to get one is from an operation that is being submitted and whose sign-off is
 * complete, so whoever writes to the cloud and takes nothing else cannot be made to skip the sign-off.
 */
export class SignedOff {
  readonly change: Change;
  // Makes the type nominal: an object of the same shape is not one.
  readonly #proof: Operation["id"];

  private constructor(operation: Operation) {
    this.change = operation.plan.change;
    this.#proof = operation.id;
  }

  get operation(): Operation["id"] {
    return this.#proof;
  }

  /** null where the operation is not being submitted, or its votes do not suffice. */
  static from(operation: Operation): SignedOff | null {
    const { plan, requirement, votes, state } = operation;
    const valid = votes.filter((vote) => vote.fingerprint === plan.fingerprint);
    const complete = tally(requirement, valid).verdict === "approved";
    return state.stage === "submitting" && complete ? new SignedOff(operation) : null;
  }
}
