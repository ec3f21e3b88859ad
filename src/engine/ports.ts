import type { AuditEntry } from "../domain/audit.ts";
import type { Delegation } from "../domain/delegation.ts";
import type { TypedFreeze } from "../domain/freeze.ts";
import type { Operation } from "../domain/operation.ts";
import type { Instant, OperationId, TaskId, UserId } from "../domain/ids.ts";
import type { Authenticator } from "../domain/one-time-code.ts";
import type { Result } from "../domain/result.ts";
import type { SignedOff, Steered } from "../domain/signed-off.ts";

/** What the cloud says when it takes a change. */
export interface Submitted {
  /** null: ACK named no task; the pool itself shows how far it is. */
  readonly taskId: TaskId | null;
  readonly requestId: string | null;
}

/** The one way to change the cloud. Throws CloudError and nothing else; never calls twice. */
export interface CloudWriter {
  submit(change: SignedOff): Promise<Submitted>;
  /** Pauses, resumes or cancels a task: harmless when it is done twice. */
  control(steered: Steered): Promise<void>;
}

/**
 * Where operations are kept. An operation is changed by a pure function of what is stored, under a version check, so
 * that two changes at once cannot lose one: the function may run several times. When a call resolves, it is on disk.
 */
export interface OperationStore {
  /** false: the id is taken. */
  create(operation: Operation): Promise<boolean>;
  find(id: OperationId): Promise<Operation | null>;
  /** Operations that have not ended, or whose end does not stand in Slack yet; oldest first. */
  open(): Promise<readonly Operation[]>;
  update<Problem>(
    id: OperationId,
    change: (operation: Operation) => Result<Operation, Problem>,
  ): Promise<Result<Operation, Problem | "not-found">>;
}

/** Where everything that somebody may have to answer for is written down, never to be changed. */
export interface AuditLog {
  /** Resolves when the entries are on disk. */
  append(entries: readonly AuditEntry[]): Promise<void>;
  /** How many lines of each operation's journal it has. */
  stepsOf(operations: readonly OperationId[]): Promise<ReadonlyMap<OperationId, number>>;
}

/** Authenticators that people set up. */
export interface AuthenticatorBook {
  find(user: UserId): Promise<Authenticator | null>;
  /** Changes one person's, one change after the other; null leaves it as it is. Resolves when it is on disk. */
  update<Value>(
    user: UserId,
    change: (known: Authenticator | null) => { readonly next: Authenticator | null; readonly value: Value },
  ): Promise<Value>;
  /** A new secret, that nobody can guess. */
  drawSecret(): string;
}

/** Freezes that people typed. */
export interface FreezeBook {
  list(): readonly TypedFreeze[];
  /** Resolves when it is on disk. */
  add(freeze: TypedFreeze): Promise<void>;
  /** null: there was none of this name. */
  remove(name: string): Promise<TypedFreeze | null>;
}

/** Rights to vote that people handed over. */
export interface DelegationBook {
  /** Those that are written down, over or not. */
  list(): readonly Delegation[];
  /** Puts one down; another of the same two people gives way. Resolves when it is on disk. */
  add(delegation: Delegation): Promise<void>;
  /** Resolves with what was taken out; null takes all that somebody gave. */
  remove(from: UserId, to: UserId | null): Promise<readonly Delegation[]>;
}

/** Time, given from outside. */
export interface Clock {
  now(): Instant;
  /** Calls back once after some milliseconds; the answer cancels it. */
  after(milliseconds: number, call: () => void): () => void;
}

/** What the engine says of its work, for logs: constant messages, and facts beside them. */
export interface EngineLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
