import type { CloudReader } from "../domain/cloud.ts";
import type { Desk } from "../command-kit/desk.ts";
import type { OperationReader } from "../command-kit/command.ts";
import type { ChangeKind } from "../domain/change.ts";
import type { ControlAction } from "../domain/control.ts";
import type { Delegation } from "../domain/delegation.ts";
import type { Voter } from "../domain/eligibility.ts";
import type { ChannelId, Fingerprint, OperationId, UserId } from "../domain/ids.ts";
import type { Operation, Resolution } from "../domain/operation.ts";
import { type Directory, exclusionOf, IdentityError } from "../domain/person.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Result } from "../domain/result.ts";
import { type Words, wordsOf } from "../words/catalogue.ts";
import { type Language, languageOf } from "../words/language.ts";
import type { Homes } from "./homes.ts";
import type { Pictures } from "./pictures.ts";
import type { TellPrivately } from "./private-answers.ts";
import type { Publisher } from "./publisher.ts";
import type { WebClients } from "./web-clients.ts";
import type { Work } from "./work.ts";

/** What people's clicks ask of the engine. */
export interface Decisions {
  decide(decision: {
    readonly operation: OperationId;
    readonly fingerprint: Fingerprint;
    readonly voter: Voter;
    readonly verdict: "approve" | "reject";
    readonly reason: string | null;
    readonly code: string | null;
  }): Promise<Result<Operation, Refusal>>;
  /** Closes the review of what ran without sign-off. */
  review(id: OperationId, voter: Voter): Promise<Result<Operation, Refusal>>;
  withdraw(id: OperationId, by: UserId): Promise<Result<Operation, Refusal>>;
  control(
    id: OperationId,
    wish: { readonly action: ControlAction; readonly code: string | null },
    voter: Voter,
  ): Promise<Result<Operation, Refusal>>;
  /** Says what becomes of an operation whose outcome nobody knows. */
  resolve(id: OperationId, resolution: Resolution, voter: Voter): Promise<Result<Operation, Refusal>>;
  /** Takes the smaller plan that was proposed, or keeps the one that there is. */
  answerProposal(id: OperationId, to: Fingerprint, by: UserId, taken: boolean): Promise<Result<Operation, Refusal>>;
  denied(facts: {
    readonly by: UserId;
    readonly operation: OperationId | null;
    readonly message: { readonly channel: ChannelId; readonly ts: string } | null;
    readonly action: string;
    readonly code: string;
  }): Promise<void>;
  cardPosted(id: OperationId, card: { readonly channel: ChannelId; readonly ts: string }): Promise<void>;
}

/** Codes of authenticators, see the engine. */
export interface Codes {
  asksFor(kind: ChangeKind): boolean;
  obstacle(user: UserId): Promise<Refusal | null>;
  beginEnrolment(
    user: UserId,
  ): Promise<Result<{ readonly secret: string; readonly uri: string; readonly again: boolean }, Refusal>>;
  confirmEnrolment(
    user: UserId,
    codes: { readonly first: string; readonly current: string | null },
  ): Promise<Result<null, Refusal>>;
}

/** What the listeners of Slack's requests share. */
export interface SlackContext {
  readonly desk: Desk;
  readonly decisions: Decisions;
  readonly stepUp: Codes;
  readonly operations: OperationReader;
  readonly cloud: CloudReader;
  readonly directory: Directory;
  /** Who votes in whose place at this moment. */
  readonly delegations: () => Promise<readonly Delegation[]>;
  readonly publisher: Publisher;
  readonly tellPrivately: TellPrivately;
  readonly homes: Homes;
  readonly pictures: Pictures;
  readonly clients: WebClients;
  /** What takes a look at the cloud, and can wait for it. */
  readonly commands: Work;
  /** Clicks: never behind commands that wait for the cloud. */
  readonly clicks: Work;
  readonly language: Language;
  readonly slash: string;
  readonly now: () => number;
  /** Milliseconds that pass whatever the clock is put to. */
  readonly elapsed: () => number;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
}

/** The language of somebody's private answers; where Slack cannot be asked, the configured one. */
export async function wordsFor(
  { directory, language }: Pick<SlackContext, "directory" | "language">,
  user: UserId,
): Promise<Words> {
  try {
    return wordsOf(languageOf((await directory.person(user)).locale, language));
  } catch {
    return wordsOf(language);
  }
}

/** Milliseconds to learn somebody's language in, where a trigger is good for three seconds. */
const patience = 1_000;

/** The same within a second, for forms: Slack is known to answer late just when it must not. */
export async function wordsAtOnce(context: SlackContext, user: UserId): Promise<Words> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Words>((resolve) => {
    timer = setTimeout(() => resolve(wordsOf(context.language)), patience);
  });
  const words = await Promise.race([wordsFor(context, user), late]);
  clearTimeout(timer);
  return words;
}

/** Whether somebody may look at all; where Slack cannot be asked, nobody may. */
export async function mayLook({ directory }: Pick<SlackContext, "directory">, user: UserId): Promise<boolean> {
  try {
    return exclusionOf(await directory.person(user), directory.homeTeamId) === null;
  } catch (error) {
    if (error instanceof IdentityError) return false;
    throw error;
  }
}

/** Somebody who did something, and where. */
export interface Actor {
  readonly user: UserId;
  readonly channel: ChannelId;
}
