import { grantOf } from "./break-glass.ts";
import type { Change } from "./change.ts";
import type { ControlAction } from "./control.ts";
import type { TaskId } from "./ids.ts";
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

  /** null where the operation is not being submitted, or neither its votes suffice nor it has leave to run without them. */
  static from(operation: Operation): SignedOff | null {
    return operation.state.stage === "submitting" && isComplete(operation) ? new SignedOff(operation) : null;
  }
}

/**
 * A wish for the task of a running operation that may be put to ACK now. The only way to get one is from an operation whose sign-off
 * is complete and in which the wish is written down.
 */
export class Steered {
  readonly region: string;
  readonly task: TaskId;
  readonly action: ControlAction;
  // Makes the type nominal: an object of the same shape is not one.
  readonly #proof: Operation["id"];

  private constructor(operation: Operation, task: TaskId, action: ControlAction) {
    this.region = operation.plan.change.target.cluster.region;
    this.task = task;
    this.action = action;
    this.#proof = operation.id;
  }

  get operation(): Operation["id"] {
    return this.#proof;
  }

  /** null where nothing is asked of the operation's task, or ACK has it already. */
  static from(operation: Operation): Steered | null {
    const { state } = operation;
    if ((state.stage !== "running" && state.stage !== "paused") || !isComplete(operation)) return null;
    const { control, taskId } = state;
    return control === null || control.sent || taskId === null ? null : new Steered(operation, taskId, control.action);
  }
}

/** Enough votes for the plan as it is, or a break-glass grant that the operation itself carries. */
function isComplete(operation: Operation): boolean {
  const { plan, requirement, votes } = operation;
  const valid = votes.filter((vote) => vote.fingerprint === plan.fingerprint);
  return grantOf(operation) !== null || tally(requirement, valid).verdict === "approved";
}
