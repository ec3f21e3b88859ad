import type { AuditEntry, AuditRecord, ChainHead } from "../domain/audit.ts";
import type { Delegation } from "../domain/delegation.ts";
import type { TypedFreeze } from "../domain/freeze.ts";
import type { History, HistoryQuery } from "../domain/history.ts";
import type { ChannelId, ClusterId, OperationId, UserId } from "../domain/ids.ts";
import type { Authenticator } from "../domain/one-time-code.ts";
import type { Operation } from "../domain/operation.ts";
import type { Result } from "../domain/result.ts";
import type { Watched } from "../domain/watching/memory.ts";
import type { Subscription } from "../domain/watching/subscription.ts";

/** Operations over restarts. Satisfies what the engine asks of a store, which says what each call means. */
export interface Operations {
  create(operation: Operation): Promise<boolean>;
  find(id: OperationId): Promise<Operation | null>;
  open(): Promise<readonly Operation[]>;
  /** Those that are open, and those that were closed within the last hour of this store's service, whichever replica carried them. */
  recent(): Promise<readonly Operation[]>;
  /** Those of the past, read only as far as they are wanted. */
  past(query: HistoryQuery): Promise<History>;
  update<Problem>(
    id: OperationId,
    change: (operation: Operation) => Result<Operation, Problem>,
  ): Promise<Result<Operation, Problem | "not-found">>;
  carried(): Promise<readonly Operation[]>;
  carries(operation: Operation): boolean;
  advance<Problem>(
    id: OperationId,
    change: (operation: Operation) => Result<Operation, Problem>,
  ): Promise<Result<Operation, Problem | "not-found" | "not-carried">>;
  onForeignChange(listener: (operation: Operation) => Promise<void>): void;
  alone<Value>(work: () => Promise<Value>): Promise<Value>;
}

/** The audit log: records that are only ever added to, each sealed together with the one before it. */
export interface AuditLog {
  /** Resolves when the entries are written down, in this order. */
  append(entries: readonly AuditEntry[]): Promise<void>;
  head(): Promise<ChainHead>;
  /** What is kept of one operation, oldest first; not for every click. */
  of(operation: OperationId): Promise<readonly AuditRecord[]>;
  /** How many lines of each operation's journal are in it. */
  stepsOf(operations: readonly OperationId[]): Promise<ReadonlyMap<OperationId, number>>;
  close(): Promise<void>;
}

/** Remembers which requests have been taken, over restarts, for as long as a copy of one could pass for a new one. */
export interface SeenRequests {
  /**
   * null: it has been taken before. Told at once, so that nobody waits for a disk before an acknowledgement. What is returned resolves when
   * it is written down, with whether it was the first time anywhere: before that, nothing of it may have an effect.
   */
  take(id: string): (() => Promise<boolean>) | null;
}

/** Freezes that people typed, over restarts. */
export interface FreezeBook {
  /** Those that are written down at this moment, over or not. */
  list(): Promise<readonly TypedFreeze[]>;
  /** Puts one down; another of the same name gives way. Resolves when it is written down. */
  add(freeze: TypedFreeze): Promise<void>;
  /** Resolves with what was taken out; null: there was none of this name. */
  remove(name: string): Promise<TypedFreeze | null>;
}

/** Rights to vote that people handed over, over restarts. */
export interface DelegationBook {
  /** Those that are written down at this moment, over or not. */
  list(): Promise<readonly Delegation[]>;
  /** Puts one down; another of the same two people gives way. Resolves when it is written down. */
  add(delegation: Delegation): Promise<void>;
  /** Resolves with what was taken out; null takes all that somebody gave. */
  remove(from: UserId, to: UserId | null): Promise<readonly Delegation[]>;
}

/** A secret that was shown and not confirmed yet. */
export interface Draft {
  readonly secret: string;
  /** When it was shown. */
  readonly at: number;
}

/** What people's codes are judged by, over restarts. */
export interface AuthenticatorBook {
  find(user: UserId): Promise<Authenticator | null>;
  /** Changes one person's, one change after the other. Resolves when it is written down. */
  update<Value>(
    user: UserId,
    change: (known: Authenticator | null) => { readonly next: Authenticator | null; readonly value: Value },
  ): Promise<Value>;
  drawSecret(): string;
  /** Keeps what somebody has to confirm; null forgets it. */
  setDraft(user: UserId, draft: Draft | null): Promise<void>;
  draft(user: UserId): Promise<Draft | null>;
}

/** Subscriptions that people typed, over restarts. Lists are at hand without asking; those of other replicas come by their word. */
export interface SubscriptionBook {
  list(): readonly Subscription[];
  /** Puts one down; another of the same channel and name gives way. Resolves when it is written down. */
  add(subscription: Subscription): Promise<void>;
  /** Resolves with what was taken out; null: the channel had none of this name. */
  remove(channel: ChannelId, name: string): Promise<Subscription | null>;
  /** Calls back when there is another set of them, whoever changed it. */
  onChange(listener: () => void): void;
}

/** What is kept of watched clusters: one record each, which is written by whoever leads. */
export interface WatchBook {
  all(): readonly Watched[];
  find(cluster: ClusterId): Watched | null;
  /** Changes one, one change after the other; null leaves it as it is. Resolves when it is written down. Throws where another replica leads. */
  update(cluster: ClusterId, change: (known: Watched | null) => Watched | null): Promise<void>;
}

/** What is done by one replica for all, from when it falls to it until it goes to another one. */
export interface Term {
  /** Opened in this term: as the one who led before left it. */
  readonly watched: WatchBook;
  /** Whether it lasts, as far as is known without asking. */
  lasts(): boolean;
}

/** Ends what was begun in a term; what it has in hand may come to its end. */
export type EndOfTerm = () => Promise<void>;

/** Everything that has to outlive the process. */
export interface Store {
  readonly operations: Operations;
  readonly audit: AuditLog;
  readonly seen: SeenRequests;
  readonly freezes: FreezeBook;
  readonly delegations: DelegationBook;
  readonly subscriptions: SubscriptionBook;
  /** @throws UnreadableState where they were sealed with another key */
  authenticators(key: string): Promise<AuthenticatorBook>;
  /**
   * Has something done by one replica at a time: begins it whenever that falls to this one, which may be at once, later, or never. Resolves when
   * that is settled for now, with what ends it here for good.
   */
  whileLeading(begin: (term: Term) => Promise<EndOfTerm>): Promise<() => Promise<void>>;
  /** Writes something and takes it back: throws where nothing can be written. */
  probe(): Promise<void>;
  /** Hands over what is carried here, and lets go of everything. */
  close(): Promise<void>;
}

/** Thrown where the store cannot be used as it is set up; the message is a line for whoever starts the bot. */
export class UnusableStore extends Error {
  override readonly name = "UnusableStore";
}

/** What the store says of its work. */
export interface StoreLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
