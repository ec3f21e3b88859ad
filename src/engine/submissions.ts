import { conductOf } from "../domain/change.ts";
import { taskOfPlan } from "../domain/changes/evidence.ts";
import { CloudError } from "../domain/cloud.ts";
import type { OperationId } from "../domain/ids.ts";
import { clear, type Observation } from "../domain/observation.ts";
import { hasEnded, type Operation, type OperationEvent } from "../domain/operation.ts";
import { SignedOff, Steered } from "../domain/signed-off.ts";
import type { EngineDependencies } from "./engine.ts";
import { allFreezes } from "./freezes.ts";

interface SubmissionDependencies extends EngineDependencies {
  readonly apply: (id: OperationId, event: OperationEvent) => Promise<Operation | null>;
  /** Like apply, for what is so whoever carries the operation by now. */
  readonly record: (id: OperationId, event: OperationEvent) => Promise<Operation | null>;
}

export interface Submissions {
  /** Whether a call for this operation is on its way in this process: nothing may be concluded from its stage then. */
  inFlight(id: OperationId): boolean;
  /** Submits an approved operation if the way is clear; otherwise writes down what is in it. */
  trySubmit(operation: Operation, seen: Observation): Promise<void>;
  /** Puts to ACK what somebody asked of the operation's task, if anything. */
  trySteer(operation: Operation): Promise<void>;
  /** From now on nothing is submitted; resolves when no call is on its way any more. */
  close(): Promise<void>;
}

/** Code of a call that came while ACK was working on the pool: nothing was done, and it can be made later. */
const poolIsBusy = "InvalidNodePoolStatus.Forbidden";

/** The only place from which the cloud is changed. */
export function createSubmissions({
  store,
  writer,
  nodeWriter,
  apply,
  record,
  freezes,
  freezeBook,
  log,
}: SubmissionDependencies): Submissions {
  const calls = new Map<OperationId, Promise<void>>();
  let closed = false;

  async function carryOut(change: SignedOff, { evidence }: Observation): Promise<OperationEvent> {
    switch (conductOf(change.change).carrier) {
      case "ack": {
        const { taskId, requestId } = await writer.submit(change);
        return { kind: "started", taskId, requestId };
      }
      case "kubernetes":
        await nodeWriter.approveRepair(change);
        return { kind: "started", taskId: null, requestId: null };
      case "others":
        // Nothing is sent: ACK does it by itself, or somebody by hand.
        return { kind: "started", taskId: taskOfPlan(evidence), requestId: null };
    }
  }

  async function call(change: SignedOff, seen: Observation): Promise<OperationEvent> {
    try {
      return await carryOut(change, seen);
    } catch (error) {
      if (error instanceof CloudError) {
        log.warn(
          { err: error, operation: change.operation, requestId: error.requestId },
          "cloud did not take a change",
        );
        return afterError(error);
      }
      // A bug of ours may have come before or after the call: it is looked into, not repeated.
      log.error({ err: error, operation: change.operation }, "submission broke");
      return { kind: "submission-unclear", detail: "internal error" };
    }
  }

  return {
    inFlight: (id) => calls.has(id),
    async trySubmit(operation, seen) {
      if (closed) return;
      const others = (await store.open()).filter(
        (other) => !hasEnded(other) && other.plan.change.target.cluster.id === operation.plan.change.target.cluster.id,
      );
      const clearance = clear(operation, seen, others, await allFreezes({ freezes, freezeBook }));
      if (clearance !== "submit") {
        await apply(operation.id, clearance);
        return;
      }
      // Written down before the call: a process that dies from here on leaves a trace that it may have been made.
      const submitting = await apply(operation.id, { kind: "submission-began" });
      // Where that took so long that another replica may have taken it over, that one looks into it.
      const change = submitting !== null && store.carries(submitting) ? SignedOff.from(submitting) : null;
      if (change === null) return;
      const done = call(change, seen)
        .then((event) => record(operation.id, event))
        .catch((error: unknown) => log.error({ err: error, operation: operation.id }, "outcome could not be recorded"))
        .then(() => {
          calls.delete(operation.id);
        });
      calls.set(operation.id, done);
    },
    async trySteer(operation) {
      const steered = closed ? null : Steered.from(operation);
      if (steered === null) return;
      const { action } = steered;
      try {
        await writer.control(steered);
        await apply(operation.id, { kind: "control-sent", action });
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        log.warn({ err: error, operation: operation.id, action }, "cloud did not take a wish for a task");
        // Not refused, only not heard: the next look tries again.
        if (error.failure === "throttled" || error.failure === "unreachable") return;
        await apply(operation.id, { kind: "control-refused", action, code: error.code, detail: error.detail });
      }
    },
    async close() {
      closed = true;
      await Promise.all(calls.values());
    },
  };
}

function afterError({ failure, code, detail, requestId }: CloudError): OperationEvent {
  switch (failure) {
    case "throttled":
      return { kind: "held-up", by: { kind: "cloud", code, detail } };
    case "unreachable":
      return { kind: "submission-unclear", detail: `${code}: ${detail}` };
    case "not-found":
    case "denied":
    case "refused":
      return code === poolIsBusy
        ? { kind: "held-up", by: { kind: "cloud", code, detail } }
        : { kind: "failed", problem: { kind: "refused", code, detail, requestId } };
  }
}
