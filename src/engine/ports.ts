import type { AuditEntry } from "../domain/audit.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import type { Delegation } from "../domain/delegation.ts";
import type { TypedFreeze } from "../domain/freeze.ts";
import type { KubernetesNode, Label } from "../domain/kubernetes-node.ts";
import type { Operation } from "../domain/operation.ts";
import type { ClusterId, Instant, OperationId, TaskId, UserId } from "../domain/ids.ts";
import type { Authenticator } from "../domain/one-time-code.ts";
import type { Result } from "../domain/result.ts";
import type { Watched } from "../domain/watching/memory.ts";
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

/** Nodes as their clusters' Kubernetes API shows them. Throws CloudError and nothing else. */
export interface NodeReader {
  labelled(cluster: ClusterReference, label: Label): Promise<readonly KubernetesNode[]>;
  /** null: there is no such node. */
  node(cluster: ClusterReference, name: string): Promise<KubernetesNode | null>;
}

/** The one way to change a node through its Kubernetes API. Throws CloudError and nothing else. */
export interface NodeWriter {
  /** Gives ACK the permission that it asks for; refuses where it does not ask any more. */
  approveRepair(change: SignedOff): Promise<void>;
}

/**
 * Where operations are kept. An operation is changed by a pure function of what is stored, under a version check, so
 * that two changes at once cannot lose one: the function may run several times. When a call resolves, it is on disk.
 *
 * Several replicas may share one store. Each open operation is carried by one of them: that one looks at its cluster, submits it and
 * shows it in Slack. All operations of a cluster have the same carrier, so that no two decide at once about one pool.
 */
export interface OperationStore {
  /** false: the id is taken. */
  create(operation: Operation): Promise<boolean>;
  find(id: OperationId): Promise<Operation | null>;
  /** Operations that have not ended, or whose end does not stand in Slack yet; oldest first. */
  open(): Promise<readonly Operation[]>;
  /** Those that are open, and those that were closed lately, whichever replica carries them. */
  recent(): Promise<readonly Operation[]>;
  update<Problem>(
    id: OperationId,
    change: (operation: Operation) => Result<Operation, Problem>,
  ): Promise<Result<Operation, Problem | "not-found">>;
  /** Those of {@link open} that are carried here. */
  carried(): Promise<readonly Operation[]>;
  /** Whether an operation is carried here, as far as is known without asking: false once that is not certain. */
  carries(operation: Operation): boolean;
  /** Like {@link update}, for its carrier alone: "not-carried" where another replica took it over, and then nothing is written. */
  advance<Problem>(
    id: OperationId,
    change: (operation: Operation) => Result<Operation, Problem>,
  ): Promise<Result<Operation, Problem | "not-found" | "not-carried">>;
  /** Calls back with operations that are carried here and that another replica changed, or left behind. */
  onForeignChange(listener: (operation: Operation) => Promise<void>): void;
  /** Does a piece of work while no other one given here is done, in any replica. */
  alone<Value>(work: () => Promise<Value>): Promise<Value>;
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
  /** Keeps a secret that somebody was shown and has to confirm; null forgets it. */
  setDraft(user: UserId, draft: { readonly secret: string; readonly at: Instant } | null): Promise<void>;
  draft(user: UserId): Promise<{ readonly secret: string; readonly at: Instant } | null>;
}

/** Freezes that people typed. */
export interface FreezeBook {
  /** Those that are written down at this moment, whoever wrote them; over or not. */
  list(): Promise<readonly TypedFreeze[]>;
  /** Resolves when it is on disk. */
  add(freeze: TypedFreeze): Promise<void>;
  /** null: there was none of this name. */
  remove(name: string): Promise<TypedFreeze | null>;
}

/** Rights to vote that people handed over. */
export interface DelegationBook {
  /** Those that are written down at this moment, whoever wrote them; over or not. */
  list(): Promise<readonly Delegation[]>;
  /** Puts one down; another of the same two people gives way. Resolves when it is on disk. */
  add(delegation: Delegation): Promise<void>;
  /** Resolves with what was taken out; null takes all that somebody gave. */
  remove(from: UserId, to: UserId | null): Promise<readonly Delegation[]>;
}

/** What is kept of watched clusters: one record each. */
export interface WatchBook {
  all(): readonly Watched[];
  find(cluster: ClusterId): Watched | null;
  /** Changes one, one change after the other; null leaves it as it is. Resolves when it is on disk. */
  update(cluster: ClusterId, change: (known: Watched | null) => Watched | null): Promise<void>;
}

/** Time, given from outside. */
export interface Clock {
  now(): Instant;
  /** Milliseconds that pass whatever the clock is put to; they count from somewhere in this process. */
  elapsed(): number;
  /** Calls back once after some milliseconds; the answer cancels it. */
  after(milliseconds: number, call: () => void): () => void;
}

/** What the engine says of its work, for logs: constant messages, and facts beside them. */
export interface EngineLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
