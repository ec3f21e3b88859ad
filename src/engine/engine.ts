import type { BreakGlassGrant } from "../domain/break-glass.ts";
import { delegationEntry, denial, freezeEntry } from "../domain/audit.ts";
import type { CloudReader } from "../domain/cloud.ts";
import type { ControlAction } from "../domain/control.ts";
import { type Delegation, lasting } from "../domain/delegation.ts";
import { mayVote, mayWithdraw, type Voter } from "../domain/eligibility.ts";
import type { Freeze, TypedFreeze } from "../domain/freeze.ts";
import type { Fingerprint, OperationId, UserId } from "../domain/ids.ts";
import { follow } from "../domain/lifecycle.ts";
import { hasEnded, type Operation, type OperationEvent, type Publication } from "../domain/operation.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { ChangeRequest } from "../domain/request.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { mayControl } from "../domain/steering.ts";
import { driftOfPlan } from "./drift.ts";
import { allFreezes } from "./freezes.ts";
import { createTrail } from "./trail.ts";
import type { AuditLog, Clock, DelegationBook, FreezeBook, CloudWriter, EngineLog, OperationStore } from "./ports.ts";
import { createBreakGlass, reviewed } from "./break-glass.ts";
import { createRounds } from "./rounds.ts";
import type { StepUp } from "./step-up.ts";

export interface EngineDependencies {
  readonly store: OperationStore;
  readonly audit: AuditLog;
  readonly cloud: CloudReader;
  readonly writer: CloudWriter;
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

/** A decision about one exact plan. */
export interface Decision {
  readonly operation: OperationId;
  readonly fingerprint: Fingerprint;
  readonly voter: Voter;
  readonly verdict: "approve" | "reject";
  readonly reason: string | null;
  /** Of the person's authenticator; null: none was given. */
  readonly code: string | null;
}

/** Carries operations from the request to their end. Whatever resolves has been written down. */
export interface Engine {
  /** Refused is only what is to run without sign-off and may not. */
  request(request: ChangeRequest): Promise<Result<Operation, Refusal>>;
  /** Closes the review that a break-glass operation owes. */
  review(id: OperationId, voter: Voter): Promise<Result<Operation, Refusal>>;
  decide(decision: Decision): Promise<Result<Operation, Refusal>>;
  withdraw(id: OperationId, by: UserId): Promise<Result<Operation, Refusal>>;
  /** Pauses, resumes or cancels what runs; ACK is asked at the next look at its cluster, which is at once. */
  control(id: OperationId, action: ControlAction, voter: Voter): Promise<Result<Operation, Refusal>>;
  /** The card stands in Slack: only now may the operation go on. */
  cardPosted(id: OperationId, card: NonNullable<Publication["card"]>): Promise<void>;
  /** Slack takes no card: nobody would see the operation, so it ends before it starts. */
  cardRefused(id: OperationId, code: string): Promise<void>;
  /** All freezes that there are, of the configuration and typed. */
  freezes(): readonly Freeze[];
  freeze(freeze: TypedFreeze): Promise<void>;
  unfreeze(name: string, by: UserId): Promise<Result<TypedFreeze, Refusal>>;
  /** Rights to vote that are handed over at this moment. */
  delegations(): readonly Delegation[];
  delegate(delegation: Delegation): Promise<void>;
  /** Takes back what somebody handed over; null: to whomever. */
  undelegate(from: UserId, to: UserId | null): Promise<Result<readonly Delegation[], Refusal>>;
  /** Notes that somebody tried what was not theirs to do. */
  denied(facts: Omit<Parameters<typeof denial>[0], "at">): Promise<void>;
  /** Notes what of an operation stands in Slack. */
  published(id: OperationId, note: Partial<Publication>): Promise<void>;
  /** Calls back after every change of an operation, once it is written down. */
  onChange(listener: (operation: Operation) => void): void;
  /** Takes up what an earlier process left, and goes on until {@link stop}. */
  start(): Promise<void>;
  /** Resolves when no call to the cloud is in flight any more. */
  stop(): Promise<void>;
}

const posted: OperationEvent = { kind: "card-posted" };

export function createEngine(dependencies: EngineDependencies): Engine {
  const { store, cloud, audit, freezeBook, delegationBook, stepUp, clock, drawId, homeTeamId, log } = dependencies;
  const listeners: ((operation: Operation) => void)[] = [];

  /** Called when a change is written down: it goes into the audit log before anybody is told of it. */
  async function changed(operation: Operation, event: OperationEvent): Promise<void> {
    const { id, revision, state } = operation;
    log.info({ operation: id, event: event.kind, stage: state.stage, revision }, "operation changed");
    await trail.follow(operation);
    for (const listener of listeners) listener(operation);
    rounds.nudge(operation);
  }

  /** Moves an operation on; null where the event does not belong to its present stage (any more). */
  async function apply(id: OperationId, event: OperationEvent): Promise<Operation | null> {
    const at = clock.now();
    const updated = await store.update(id, (operation) => {
      const next = follow(operation, event, at);
      return next === null ? failure("out-of-place" as const) : success(next);
    });
    if (!updated.ok) return null;
    await changed(updated.value, event);
    return updated.value;
  }

  const trail = createTrail(audit);
  const rounds = createRounds({ ...dependencies, apply });
  const freezes = (): readonly Freeze[] => allFreezes(dependencies);
  const glass = createBreakGlass({ store, freezes, homeTeamId, clock });

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
      state: { stage: "requested" },
      journal: events.map((event) => ({ at: requestedAt, event })),
      publication: { card: null, shown: 0, told: 0, pointers: [] },
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
      return settle(id, updated, (operation) => changed(operation, { kind: "reviewed", by: voter.person.id }));
    },

    async decide({ operation: id, fingerprint, voter, verdict, reason, code }) {
      const before = await store.find(id);
      // Whoever may not vote is told so without a look at the cloud.
      const looks = verdict === "approve" && before !== null && mayVote(before, voter, homeTeamId).ok;
      const takesCode = ({ plan }: Operation): boolean => verdict === "approve" && stepUp.asksFor(plan.change.kind);
      let steppedUp = false;
      if (looks && code !== null && takesCode(before) && before.plan.fingerprint === fingerprint) {
        const refusal = await stepUp.prove(voter.person.id, code, id);
        if (refusal !== null) return failure(refusal);
        steppedUp = true;
      }
      const differences = looks ? await driftOfPlan(before, cloud, clock) : [];
      if (differences.length > 0 && (await apply(id, { kind: "drifted", differences })) !== null) {
        return failure({ code: "plan-drifted", operation: id });
      }
      const at = clock.now();
      const updated = await store.update<Refusal>(id, (operation) => {
        const { state, plan } = operation;
        if (state.stage === "awaiting-sign-off" && at >= state.until) {
          return failure({ code: "sign-off-closed", operation: id, stage: "expired", at: state.until });
        }
        const allowed = mayVote(operation, voter, homeTeamId);
        if (!allowed.ok) return allowed;
        if (takesCode(operation) && !steppedUp) return failure({ code: "code-needed", operation: id });
        const { person, groups, onBehalfOf = null } = voter;
        const vote = { by: person.id, verdict, at, reason, groups, fingerprint, steppedUp, onBehalfOf };
        const next = plan.fingerprint === fingerprint ? follow(operation, { kind: "voted", vote }, at) : null;
        return next === null ? failure({ code: "plan-superseded", operation: id }) : success(next);
      });
      return settle(id, updated, async (operation) => {
        const vote = operation.votes.at(-1);
        if (vote !== undefined) await changed(operation, { kind: "voted", vote });
      });
    },

    async withdraw(id, by) {
      const at = clock.now();
      const updated = await store.update<Refusal>(id, (operation) => {
        const allowed = mayWithdraw(operation, by);
        if (!allowed.ok) return allowed;
        const next = follow(operation, { kind: "withdrawn", by }, at);
        if (next !== null) return success(next);
        return failure({ code: "not-withdrawable", operation: id, stage: operation.state.stage });
      });
      return settle(id, updated, (operation) => changed(operation, { kind: "withdrawn", by }));
    },

    async control(id, action, voter) {
      const at = clock.now();
      const asked: OperationEvent = { kind: "control-asked", action, by: voter.person.id };
      const updated = await store.update<Refusal>(id, (operation) => {
        const allowed = mayControl(operation, action, voter, homeTeamId);
        if (!allowed.ok) return allowed;
        const next = follow(operation, asked, at);
        if (next !== null) return success(next);
        return failure({ code: "not-controllable", operation: id, action, stage: operation.state.stage });
      });
      return settle(id, updated, (operation) => changed(operation, asked));
    },

    async cardPosted(id, card) {
      const at = clock.now();
      // In one change: a card that shows what is no longer so must not pass for one that is current.
      const updated = await store.update(id, (operation) => {
        const next = follow(operation, posted, at);
        const publication = { ...operation.publication, card, shown: next?.revision ?? operation.publication.shown };
        return success({ ...(next ?? operation), publication });
      });
      if (updated.ok) await changed(updated.value, posted);
    },

    async cardRefused(id, code) {
      await apply(id, { kind: "card-refused", code });
    },

    freezes,

    async freeze(freeze) {
      await audit.append([freezeEntry("frozen", freeze, freeze.by, clock.now())]);
      await freezeBook.add(freeze);
    },

    async unfreeze(name, by) {
      const ended = await freezeBook.remove(name);
      if (ended === null) return failure({ code: "not-frozen", name });
      await audit.append([freezeEntry("unfrozen", ended, by, clock.now())]);
      return success(ended);
    },

    delegations: () => lasting(delegationBook.list(), clock.now()),

    async delegate(delegation) {
      await audit.append([delegationEntry("delegated", delegation, clock.now())]);
      await delegationBook.add(delegation);
    },

    async undelegate(from, to) {
      const ended = await delegationBook.remove(from, to);
      if (ended.length === 0) return failure({ code: "not-delegated", to });
      await audit.append(ended.map((each) => delegationEntry("undelegated", each, clock.now())));
      return success(ended);
    },

    denied: (facts) => audit.append([denial({ ...facts, at: clock.now() })]),

    published: (id, shown) => note(store, id, shown),

    onChange(listener) {
      listeners.push(listener);
    },

    async start() {
      const open = await store.open();
      const unfinished = open.filter((operation) => !hasEnded(operation));
      log.info({ operations: unfinished.length }, "operations taken up");
      await trail.takeUp(open);
      for (const operation of open) for (const listener of listeners) listener(operation);
      rounds.start();
    },

    stop: () => rounds.stop(),
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
