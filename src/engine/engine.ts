import type { BreakGlassGrant } from "../domain/break-glass.ts";
import { denial } from "../domain/audit.ts";
import type { CloudReader } from "../domain/cloud.ts";
import type { Voter } from "../domain/eligibility.ts";
import type { Freeze } from "../domain/freeze.ts";
import { poolIdOf } from "../domain/changes/target.ts";
import type { ClusterId, Fingerprint, NodePoolId, OperationId, UserId } from "../domain/ids.ts";
import { follow } from "../domain/lifecycle.ts";
import {
  hasEnded,
  type Operation,
  type OperationEvent,
  type Publication,
  type Resolution,
} from "../domain/operation.ts";
import type { NarrowingWish } from "../domain/narrowing.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { ChangeRequest } from "../domain/request.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { driftOfPlan } from "./drift.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createTrail } from "./trail.ts";
import type { Difference } from "../domain/plan.ts";
import type {
  AuditLog,
  Clock,
  DelegationBook,
  FreezeBook,
  CloudWriter,
  EngineLog,
  NodeReader,
  NodeWriter,
  OperationStore,
} from "./ports.ts";
import { createBreakGlass, reviewed } from "./break-glass.ts";
import { createRounds } from "./rounds.ts";
import { type ControlWish, createDecisions, type Decision } from "./decisions.ts";
import { createNarrowing } from "./narrowing.ts";
import type { StepUp } from "./step-up.ts";

export interface EngineDependencies {
  readonly store: OperationStore;
  readonly audit: AuditLog;
  readonly cloud: CloudReader;
  readonly writer: CloudWriter;
  readonly nodes: NodeReader;
  readonly nodeWriter: NodeWriter;
  /** Of the configuration. */
  readonly freezes: readonly Freeze[];
  readonly freezeBook: FreezeBook;
  readonly delegationBook: DelegationBook;
  readonly stepUp: Pick<StepUp, "asksFor" | "prove">;
  readonly homeTeamId: string;
  readonly clock: Clock;
  readonly log: EngineLog;
  /** A new id; one that is taken is drawn again. */
  readonly drawId: () => OperationId;
  /** Milliseconds between two looks at a cluster in which something is under way. */
  readonly pollInterval: number;
}

/** Carries operations from the request to their end. Whatever resolves has been written down. */
export interface Engine extends Ledger {
  /** Refused is only what is to run without sign-off and may not. */
  request(request: ChangeRequest): Promise<Result<Operation, Refusal>>;
  /** Closes the review that a break-glass operation owes. */
  review(id: OperationId, voter: Voter): Promise<Result<Operation, Refusal>>;
  decide(decision: Decision): Promise<Result<Operation, Refusal>>;
  withdraw(id: OperationId, by: UserId): Promise<Result<Operation, Refusal>>;
  /** Pauses, resumes or cancels what runs; ACK is asked at the next look at its cluster, which is at once. */
  control(id: OperationId, wish: ControlWish, voter: Voter): Promise<Result<Operation, Refusal>>;
  /** Says what becomes of an operation whose outcome nobody knows. */
  resolve(id: OperationId, resolution: Resolution, voter: Voter): Promise<Result<Operation, Refusal>>;
  /** Proposes to sign off something smaller. Throws CloudError where the pool cannot be looked at. */
  narrow(id: OperationId, voter: Voter, wish: NarrowingWish): Promise<Result<Operation, Refusal>>;
  /** Takes the smaller plan that was proposed, or keeps the one that there is. */
  answerProposal(id: OperationId, to: Fingerprint, by: UserId, taken: boolean): Promise<Result<Operation, Refusal>>;
  /** What a plan rests on has moved: it does not run. */
  overtake(id: OperationId, differences: readonly Difference[]): Promise<void>;
  /** Looks at the cluster of an operation now, and not only at the next poll. */
  lookAt(operation: Operation): void;
  /** The card stands in Slack: only now may the operation go on. */
  cardPosted(id: OperationId, card: NonNullable<Publication["card"]>): Promise<void>;
  /** Slack takes no card: nobody would see the operation, so it ends before it starts. */
  cardRefused(id: OperationId, code: string): Promise<void>;
  /** Notes that somebody tried what was not theirs to do. */
  denied(facts: Omit<Parameters<typeof denial>[0], "at">): Promise<void>;
  /** Notes what of an operation stands in Slack. */
  published(id: OperationId, note: Partial<Publication>): Promise<void>;
  /** Looks whether what waits for sign-off or its turn on a pool still rests on what there is; what does not becomes stale. */
  recheck(cluster: ClusterId, pools: ReadonlySet<NodePoolId>): Promise<void>;
  /** Calls back after every change of an operation, once it is written down. */
  onChange(listener: (operation: Operation) => void): void;
  /**
   * Takes up what an earlier process left, and goes on until {@link stop}. Before, nothing may be asked for or decided: what the audit log has is
   * not known yet.
   */
  start(): Promise<void>;
  /** Resolves when no call to the cloud is in flight any more. */
  stop(): Promise<void>;
}

const posted: OperationEvent = { kind: "card-posted" };

export function createEngine(dependencies: EngineDependencies): Engine {
  const { store, audit, stepUp, clock, drawId, homeTeamId, log } = dependencies;
  const { cloud, pollInterval } = dependencies;
  const listeners: ((operation: Operation) => void)[] = [];
  let stopped = false;

  /** Called when a change is written down: it goes into the audit log before anybody is told of it. */
  async function changed(operation: Operation, event: OperationEvent): Promise<void> {
    const { id, revision, state } = operation;
    log.info({ operation: id, event: event.kind, stage: state.stage, revision }, "operation changed");
    await tell(operation);
  }

  /** Whoever carries the operation goes on from here; where that is another replica, it hears of it from the store. */
  async function tell(operation: Operation): Promise<void> {
    await trail.follow(operation).catch((error: unknown) => {
      tellLater(operation.id);
      throw error;
    });
    if (!store.carries(operation)) return;
    for (const listener of listeners) listener(operation);
    rounds.nudge(operation);
  }

  /** The same for what a person did: its event is the last one of the journal. */
  async function announce(operation: Operation): Promise<void> {
    const last = operation.journal.at(-1);
    if (last !== undefined) await changed(operation, last.event);
  }

  /** What could not be brought into the audit log is not told, and must not be forgotten either. */
  function tellLater(id: OperationId): void {
    if (stopped) return;
    clock.after(pollInterval, () => {
      store
        .find(id)
        .catch((error: unknown) => {
          tellLater(id);
          throw error;
        })
        .then((operation) => (operation === null ? undefined : tell(operation)))
        .catch((error: unknown) => log.error({ err: error, operation: id }, "change is not told yet"));
    });
  }

  /** Moves an operation on; null where the event does not belong to its present stage (any more). */
  async function apply(
    id: OperationId,
    event: OperationEvent,
    write: OperationStore["update"] | OperationStore["advance"] = store.update,
  ): Promise<Operation | null> {
    const at = clock.now();
    const updated = await write(id, (operation) => {
      const next = follow(operation, event, at);
      return next === null ? failure("out-of-place" as const) : success(next);
    });
    if (!updated.ok) return null;
    await changed(updated.value, event);
    return updated.value;
  }

  const trail = createTrail(audit);
  const rounds = createRounds({
    ...dependencies,
    apply: (id, event) => apply(id, event, store.advance),
    record: (id, event) => apply(id, event),
  });
  const ledger = createLedger({ ...dependencies, loosened: () => rounds.nudgeAll() });
  const glass = createBreakGlass({ store, freezes: ledger.freezes, homeTeamId, clock });

  /** Ends what rests on something that has moved; null: the plan holds, as far as can be seen. */
  async function refuseDrifted(operation: Operation): Promise<Refusal | null> {
    const { id } = operation;
    const differences = await driftOfPlan(operation, dependencies, clock);
    const voided = differences.length > 0 && (await apply(id, { kind: "drifted", differences })) !== null;
    return voided ? { code: "plan-drifted", operation: id } : null;
  }

  const decisions = createDecisions({ store, stepUp, homeTeamId, now: clock.now, refuseDrifted });
  const narrowing = createNarrowing({ store, cloud, homeTeamId, now: clock.now, refuseDrifted });

  async function create(
    { plan, requirement, requester, reason, line, channel, cardChannel }: ChangeRequest,
    grant: BreakGlassGrant | null,
  ): Promise<Operation> {
    const requestedAt = clock.now();
    const events: readonly OperationEvent[] = [
      { kind: "requested" },
      ...(grant === null ? [] : [{ kind: "glass-broken", grant } as const]),
    ];
    const make = (id: OperationId): Operation => ({
      id,
      revision: 1,
      plan,
      requirement,
      requester,
      reason,
      requestedAt,
      request: { channel, line },
      cardChannel,
      votes: [],
      grant,
      review: null,
      proposal: null,
      state: { stage: "requested" },
      journal: events.map((event) => ({ at: requestedAt, event })),
      publication: { card: null, shown: 0, told: 0, pointers: [], attempt: null },
    });
    let operation = make(drawId());
    while (!(await store.create(operation))) operation = make(drawId());
    await changed(operation, { kind: "requested" });
    return operation;
  }

  return {
    async request(wanted) {
      const { breakGlass: voter } = wanted;
      if (voter === null) return success(await create(wanted, null));
      return glass.grant(wanted, voter, (grant) => create(wanted, grant));
    },

    async review(id, voter) {
      const updated = await store.update(id, (operation) => reviewed(operation, voter, { homeTeamId, clock }));
      return settle(id, updated, announce);
    },

    async decide(decision) {
      return settle(decision.operation, await decisions.decide(decision), announce);
    },

    async withdraw(id, by) {
      return settle(id, await decisions.withdraw(id, by), announce);
    },

    async control(id, wish, voter) {
      return settle(id, await decisions.control(id, wish, voter), announce);
    },

    async resolve(id, resolution, voter) {
      return settle(id, await decisions.resolve(id, resolution, voter), announce);
    },

    async narrow(id, voter, wish) {
      return settle(id, await narrowing.propose(id, voter, wish), announce);
    },

    async answerProposal(id, to, by, taken) {
      return settle(id, await narrowing.answer(id, to, by, taken), announce);
    },

    async overtake(id, differences) {
      await apply(id, { kind: "drifted", differences });
    },

    lookAt: ({ plan }) => rounds.look(plan.change.target.cluster.id),

    async cardPosted(id, card) {
      const at = clock.now();
      // In one change: a card that shows what is no longer so must not pass for one that is current.
      const updated = await store.update(id, (operation) => {
        const next = follow(operation, posted, at);
        const shown = next?.revision ?? operation.publication.shown;
        const publication = { ...operation.publication, card, shown, attempt: null };
        return success({ ...(next ?? operation), publication });
      });
      if (updated.ok) await changed(updated.value, posted);
    },

    async cardRefused(id, code) {
      await apply(id, { kind: "card-refused", code });
    },

    ...ledger,

    denied: (facts) => audit.append([denial({ ...facts, at: clock.now() })]),

    published: (id, shown) => note(store, id, shown),

    async recheck(cluster, pools) {
      const waiting = (await store.open()).filter(({ state, plan: { change } }) => {
        const pool = poolIdOf(change.target);
        const waits = ["awaiting-sign-off", "approved", "waiting"].includes(state.stage);
        return waits && change.target.cluster.id === cluster && pool !== null && pools.has(pool);
      });
      for (const operation of waiting) {
        // Somebody else moved the pool: that ACK works on it is no reason to wait for what it will be.
        const differences = await driftOfPlan(operation, dependencies, clock, { whileBusy: true });
        if (differences.length > 0) await apply(operation.id, { kind: "drifted", differences });
      }
    },

    onChange(listener) {
      listeners.push(listener);
    },

    async start() {
      store.onForeignChange(tell);
      const open = await store.carried();
      const unfinished = open.filter((operation) => !hasEnded(operation));
      log.info({ operations: unfinished.length }, "operations taken up");
      await trail.takeUp(open, store.find);
      for (const operation of open) for (const listener of listeners) listener(operation);
      rounds.start();
    },

    stop() {
      stopped = true;
      return rounds.stop();
    },
  };
}

async function settle(
  id: OperationId,
  updated: Result<Operation, Refusal | "not-found">,
  tell: (operation: Operation) => Promise<void>,
): Promise<Result<Operation, Refusal>> {
  if (updated.ok) {
    await tell(updated.value);
    return updated;
  }
  return failure(updated.problem === "not-found" ? { code: "unknown-operation", typed: id } : updated.problem);
}

async function note(store: OperationStore, id: OperationId, shown: Partial<Publication>): Promise<void> {
  await store.update(id, (operation) => success({ ...operation, publication: { ...operation.publication, ...shown } }));
}
