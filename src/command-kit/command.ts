import type { ApproverGroup, GroupMembers } from "../domain/approver-group.ts";
import type { AuditRecord, ChainHead } from "../domain/audit.ts";
import type { Change } from "../domain/change.ts";
import type { CloudReader } from "../domain/cloud.ts";
import type { ControlAction } from "../domain/control.ts";
import type { Delegation } from "../domain/delegation.ts";
import type { Finding } from "../domain/diagnosis.ts";
import type { Document, Picture } from "../domain/document.ts";
import type { Freeze, TypedFreeze } from "../domain/freeze.ts";
import type { History, HistoryQuery } from "../domain/history.ts";
import type { ChannelId, Instant, OperationId, UserId } from "../domain/ids.ts";
import type { NarrowingWish } from "../domain/narrowing.ts";
import type { Operation, Resolution } from "../domain/operation.ts";
import type { Directory, Person } from "../domain/person.ts";
import type { Policy } from "../domain/policy.ts";
import type { Preview } from "../domain/preview.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Result } from "../domain/result.ts";
import type { Text } from "../domain/text.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import type { Words } from "../words/catalogue.ts";
import type { Language } from "../words/language.ts";
import type { Lookup } from "./lookup.ts";
import type { Parameter, ValueOf } from "./parameters.ts";

/** Operations to look at; only the engine changes them. */
export interface OperationReader {
  /** Those that have not ended, oldest first. */
  live(): Promise<readonly Operation[]>;
  find(id: OperationId): Promise<Operation | null>;
  /** Those that ran, or are to run, without sign-off, and that nobody has reviewed yet. */
  unreviewed(): Promise<readonly Operation[]>;
  /** Those of the past, read only as far as they are wanted. */
  past(query: HistoryQuery): Promise<History>;
}

/** The audit log to look at; only the engine adds to it. */
export interface AuditReader {
  head(): Promise<ChainHead>;
  of(operation: OperationId): Promise<readonly AuditRecord[]>;
}

/** Who may do what, from the configuration. */
export interface Rules {
  readonly policies: readonly Policy[];
  readonly approvers: readonly ApproverGroup[];
  readonly defaultApprovers: ApproverGroup;
  /** null: every active full member may ask. */
  readonly requesters: GroupMembers | null;
  readonly freezes: readonly Freeze[];
  /** Who votes in whose place at this moment. */
  readonly delegations: readonly Delegation[];
}

/** All that a command gets: things to read. There is nothing here that could change the cloud. */
export interface CommandContext {
  readonly cloud: CloudReader;
  readonly operations: OperationReader;
  readonly audit: AuditReader;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly commands: readonly Command[];
  readonly lookup: Lookup;
  readonly asker: Person;
  /** Where it was asked. */
  readonly channel: ChannelId;
  /** What channels are told of, as things are. */
  readonly subscriptions: () => readonly Subscription[];
  readonly language: Language;
  readonly words: Words;
  /** The slash command, `/pool` for example. */
  readonly slash: string;
  readonly now: Instant;
  /** Looks at all that the bot needs. */
  readonly diagnose: () => Promise<readonly Finding[]>;
}

/** A file that goes with an answer, for what is too long to read in a message. */
export interface Attachment {
  /** With its extension: `nodes-prod-pool.csv`. */
  readonly name: string;
  readonly content: string;
}

/** What a command makes of its arguments and the present state: something to read, or something to change. */
export type Outcome =
  | {
      readonly kind: "answer";
      readonly document: Document;
      readonly file?: Attachment;
      readonly picture?: Picture;
      /** For who asks alone, whatever they typed. */
      readonly confidential?: boolean;
    }
  | { readonly kind: "change"; readonly preview: Preview<Change> }
  /** A hold on changes, or the end of one: for who may ask for changes. */
  | { readonly kind: "freeze"; readonly freeze: TypedFreeze }
  | { readonly kind: "unfreeze"; readonly name: string }
  /** News for a channel, or no more of it: for who may ask for changes. */
  | { readonly kind: "watch"; readonly subscription: Subscription }
  | { readonly kind: "unwatch"; readonly channel: ChannelId; readonly name: string }
  /** Somebody votes in the place of who asks, or does so no more; null: nobody does. */
  | { readonly kind: "delegate"; readonly delegation: Delegation }
  | { readonly kind: "undelegate"; readonly to: UserId | null }
  /** A new authenticator for who asks: what it takes is shown to them alone. */
  | { readonly kind: "enroll" }
  /** Somebody else's look at what ran without sign-off. */
  | { readonly kind: "review"; readonly operation: OperationId }
  /** What becomes of an outcome that nobody knows. */
  | { readonly kind: "resolve"; readonly operation: OperationId; readonly resolution: Resolution }
  /** What an approver would rather sign off. */
  | { readonly kind: "narrow"; readonly operation: OperationId; readonly wish: NarrowingWish }
  /** A wish about an operation that there is, judged as the same press on its card would be. */
  | { readonly kind: "steer"; readonly operation: OperationId; readonly action: ControlAction | "withdraw" };

/** Under which heading help and menus list a command, in this order. */
export const topics = ["pools", "clusters", "operations", "about"] as const;
export type Topic = (typeof topics)[number];

/** Whether a verb ends in a change, which takes a reason and can be a dry run; some do so only with certain words. */
export type Effect = "answer" | "change" | "either";

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;
type Values<Of extends Parameters> = { readonly [Name in keyof Of]: ValueOf<Of[Name]> };

/** Some of what a command asks for, on a page of its form. */
export interface FormStep {
  /** Of its title in the command's words. */
  readonly name: string;
  /** Names of arguments and options, in the order in which they are asked. */
  readonly asks: readonly string[];
}

/** The words every command has in every language, beside those of its own. */
export interface CommandWords<Name extends string> {
  /** What it does, in one line, for the list of commands and the forms. */
  readonly summary: string;
  /** What one should know before using it. */
  readonly details: readonly Text[];
  readonly parameters: Readonly<Record<Name, string>>;
  /** Titles of the steps of its form. */
  readonly steps?: Readonly<Record<string, string>>;
}

interface Definition<
  Arguments extends Parameters,
  Options extends Parameters,
  Own extends CommandWords<Extract<keyof Arguments | keyof Options, string>>,
> {
  /** The word people type. */
  readonly verb: string;
  readonly topic: Topic;
  readonly effect: Effect;
  /** In the order they are typed. */
  readonly arguments: Arguments;
  /** Written `--name value`. */
  readonly options: Options;
  /** Typed lines without the slash command, for help; tests parse every one. */
  readonly examples: readonly string[];
  /** Pages of its form, where one would be too long; left out: one. What no step asks for comes on the last. */
  readonly steps?: readonly FormStep[];
  readonly words: Readonly<Record<Language, Own>>;
  run(
    given: { readonly arguments: Values<Arguments>; readonly options: Values<Options> },
    context: CommandContext,
    own: Own,
  ): Promise<Result<Outcome, Refusal>>;
}

/** Typed values by parameter name; null where an optional one is left out. */
export type Typed = Readonly<Record<string, string | boolean | null>>;

/** A verb as the rest of the program sees it: what it is called and takes, and how to run it. */
export interface Command {
  readonly verb: string;
  readonly topic: Topic;
  readonly effect: Effect;
  readonly arguments: Parameters;
  readonly options: Parameters;
  readonly examples: readonly string[];
  /** Pages of its form; none: it has one. */
  readonly steps: readonly FormStep[];
  words(language: Language): CommandWords<string>;
  run(typed: Typed, context: CommandContext): Promise<Result<Outcome, Refusal>>;
}

/** Declares a verb. Grammar, help, usage errors and forms all come from what it declares. */
export function defineCommand<
  const Arguments extends Parameters,
  const Options extends Parameters,
  Own extends CommandWords<Extract<keyof Arguments | keyof Options, string>>,
>(definition: Definition<Arguments, Options, Own>): Command {
  const { verb, topic, effect, examples, words } = definition;
  return {
    verb,
    topic,
    effect,
    arguments: definition.arguments,
    options: definition.options,
    examples,
    steps: definition.steps ?? [],
    words: (language) => words[language],
    async run(typed, context) {
      const given = await readAll(definition.arguments, typed, verb, context.lookup);
      if (!given.ok) return given;
      const options = await readAll(definition.options, typed, verb, context.lookup);
      if (!options.ok) return options;
      return definition.run({ arguments: given.value, options: options.value }, context, words[context.language]);
    },
  };
}

async function readAll<Of extends Parameters>(
  parameters: Of,
  typed: Typed,
  verb: string,
  lookup: Lookup,
): Promise<Result<Values<Of>, Refusal>> {
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const read = await parameter.read(typed[name] ?? null, { verb, parameter: name, lookup });
    if (!read.ok) return read;
    values[name] = read.value;
  }
  // Every name of `parameters` has been read by its own parameter: the compiler cannot follow that through a loop.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ok: true, value: values as Values<Of> };
}
