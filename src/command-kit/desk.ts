import type { Change } from "../domain/change.ts";
import { type CloudReader, CloudError } from "../domain/cloud.ts";
import type { ControlAction } from "../domain/control.ts";
import { type Delegation, mayDelegate } from "../domain/delegation.ts";
import type { Finding } from "../domain/diagnosis.ts";
import { type Document, paragraph, type Picture } from "../domain/document.ts";
import type { Voter } from "../domain/eligibility.ts";
import type { ChannelId, Instant, OperationId, UserId } from "../domain/ids.ts";
import type { Operation, Resolution } from "../domain/operation.ts";
import type { Freeze, TypedFreeze } from "../domain/freeze.ts";
import { type Directory, exclusionOf, IdentityError, type Person } from "../domain/person.ts";
import type { NarrowingWish } from "../domain/narrowing.ts";
import { seal } from "../domain/plan.ts";
import { requirementFor, subjectOf } from "../domain/policy.ts";
import type { Preview } from "../domain/preview.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { ChangeRequest } from "../domain/request.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import type { Text } from "../domain/text.ts";
import { operationDocument } from "../views/operation.ts";
import { planDocument } from "../views/plan.ts";
import { wordsOf } from "../words/catalogue.ts";
import { type Language, languageOf } from "../words/language.ts";
import type {
  Attachment,
  AuditReader,
  Command,
  CommandContext,
  OperationReader,
  Outcome,
  Rules,
  Typed,
} from "./command.ts";
import { policyContextFor } from "./policy-context.ts";
import { findVoter, findVoterOrDelegate, voterAmong } from "./voter.ts";
import { createLookup } from "./lookup.ts";
import { parseLine } from "./parse.ts";

/** A line that somebody typed, without the slash command. */
export interface Asked {
  readonly line: string;
  readonly by: UserId;
  readonly channel: ChannelId;
}

export interface DeskDependencies {
  readonly commands: readonly Command[];
  readonly cloud: CloudReader;
  readonly operations: OperationReader;
  readonly audit: AuditReader;
  readonly directory: Directory;
  readonly rules: Omit<Rules, "delegations">;
  /** null: commands are served everywhere. */
  readonly servedChannels: readonly ChannelId[] | null;
  /** Where cards that wait for sign-off go; null: where the command was typed. */
  readonly approvalsChannel: ChannelId | null;
  readonly language: Language;
  readonly slash: string;
  readonly now: () => Instant;
  readonly diagnose: () => Promise<readonly Finding[]>;
  readonly request: (request: ChangeRequest) => Promise<Result<Operation, Refusal>>;
  readonly review: (id: OperationId, voter: Voter) => Promise<Result<Operation, Refusal>>;
  /** All that there are: of the configuration and typed. */
  readonly freezes: () => Promise<readonly Freeze[]>;
  readonly freeze: (freeze: TypedFreeze) => Promise<void>;
  readonly unfreeze: (name: string, by: UserId) => Promise<Result<TypedFreeze, Refusal>>;
  /** Who votes in whose place at this moment. */
  readonly delegations: () => Promise<readonly Delegation[]>;
  readonly delegate: (delegation: Delegation) => Promise<void>;
  readonly undelegate: (from: UserId, to: UserId | null) => Promise<Result<readonly Delegation[], Refusal>>;
  readonly control: (
    id: OperationId,
    wish: { readonly action: ControlAction; readonly code: string | null },
    voter: Voter,
  ) => Promise<Result<Operation, Refusal>>;
  readonly resolve: (id: OperationId, resolution: Resolution, voter: Voter) => Promise<Result<Operation, Refusal>>;
  readonly narrow: (id: OperationId, voter: Voter, wish: NarrowingWish) => Promise<Result<Operation, Refusal>>;
  readonly subscriptions: () => readonly Subscription[];
  readonly watch: (subscription: Subscription, by: UserId) => Promise<Result<Subscription, Refusal>>;
  readonly unwatch: (channel: ChannelId, name: string, by: UserId) => Promise<Result<Subscription, Refusal>>;
  readonly withdraw: (id: OperationId, by: UserId) => Promise<Result<Operation, Refusal>>;
}

/** What can be told at once, before anybody or anything is asked. */
export type Reading =
  | { readonly kind: "menu" }
  /** Arguments are missing: a form asks for them. */
  | { readonly kind: "form"; readonly command: Command; readonly typed: Typed }
  | { readonly kind: "run"; readonly command: Command; readonly typed: Typed };

/** What comes of a command. Documents are in the language of who asked. */
export type Reply =
  | {
      readonly kind: "answer";
      readonly document: Document;
      readonly file: Attachment | null;
      readonly picture?: Picture | undefined;
      readonly public: boolean;
    }
  | { readonly kind: "accepted"; readonly operation: Operation }
  /** A form shows the key of a new authenticator. */
  | { readonly kind: "enroll" };

/** Takes what people type, from the first look at the words to an answer or an operation on its way. */
export interface Desk {
  readonly commands: readonly Command[];
  /** Looks at the words alone: at once, and without any rights. */
  read(asked: Pick<Asked, "line" | "channel">): Result<Reading, Refusal>;
  /** Carries a command out, as far as answering it or handing a change to the engine. */
  carryOut(asked: Asked, command: Command, typed: Typed): Promise<Result<Reply, Refusal>>;
}

export function createDesk(dependencies: DeskDependencies): Desk {
  const { commands, servedChannels, directory } = dependencies;
  return {
    commands,
    read({ line, channel }) {
      if (servedChannels !== null && !servedChannels.includes(channel)) {
        return failure({ code: "channel-not-served", served: servedChannels });
      }
      const call = parseLine(line, commands);
      if (!call.ok) return call;
      if (call.value.kind === "menu") return success({ kind: "menu" });
      const { command, typed } = call.value;
      const missing = Object.entries(command.arguments).some(([name, { required }]) => required && !(name in typed));
      return success({ kind: missing ? "form" : "run", command, typed });
    },
    async carryOut(asked, command, typed) {
      try {
        const person = await directory.person(asked.by);
        const exclusion = exclusionOf(person, directory.homeTeamId);
        if (exclusion !== null) return failure({ code: "excluded", exclusion });
        return await run(dependencies, asked, person, command, typed);
      } catch (error) {
        if (error instanceof IdentityError) return failure({ code: "identity-unknown" });
        if (error instanceof CloudError) return failure(cloudRefusal(error));
        throw error;
      }
    },
  };
}

async function run(
  dependencies: DeskDependencies,
  asked: Asked,
  person: Person,
  command: Command,
  typed: Typed,
): Promise<Result<Reply, Refusal>> {
  const { language, cloud } = dependencies;
  // Who may not ask for changes is told so before the cloud is asked for anything.
  const mayRequest = command.effect === "answer" || (await isRequester(dependencies, person));
  if (!mayRequest && command.effect === "change") return failure({ code: "not-a-requester" });
  // What a whole channel reads is in the language of its cards.
  const spoken = typed["public"] === true ? language : languageOf(person.locale, language);
  const [freezes, delegations] = await Promise.all([dependencies.freezes(), dependencies.delegations()]);
  const context: CommandContext = {
    ...dependencies,
    rules: { ...dependencies.rules, freezes, delegations },
    lookup: createLookup(cloud),
    asker: person,
    channel: asked.channel,
    language: spoken,
    words: wordsOf(spoken),
    now: dependencies.now(),
  };
  const outcome = await command.run(typed, context);
  if (!outcome.ok) return outcome;
  switch (outcome.value.kind) {
    case "answer":
      return success({
        kind: "answer",
        document: outcome.value.document,
        file: outcome.value.file ?? null,
        picture: outcome.value.picture,
        public: typed["public"] === true && outcome.value.confidential !== true,
      });
    case "enroll":
      return success({ kind: "enroll" });
    case "freeze":
    case "unfreeze":
      return changeFreeze(dependencies, outcome.value, context);
    case "watch":
    case "unwatch":
      return changeSubscription(dependencies, outcome.value, context);
    case "delegate":
    case "undelegate":
      return changeDelegation(dependencies, outcome.value, context);
    case "steer":
    case "review":
    case "narrow":
    case "resolve":
      return steer(dependencies, outcome.value, context);
    case "change":
      if (!mayRequest) return failure({ code: "not-a-requester" });
      return requestChange(dependencies, asked, context, typed, outcome.value.preview);
  }
}

/** Told to the whole channel: whose vote counts for whom is everybody's business. */
async function changeDelegation(
  { rules, directory, language, delegate, undelegate }: DeskDependencies,
  outcome: Extract<Outcome, { kind: "delegate" | "undelegate" }>,
  { asker }: CommandContext,
): Promise<Result<Reply, Refusal>> {
  const words = wordsOf(language);
  if (outcome.kind === "undelegate") {
    const ended = await undelegate(asker.id, outcome.to);
    return ended.ok ? told(words.delegations.undelegated(ended.value)) : ended;
  }
  const { delegation } = outcome;
  const [delegator, to] = await Promise.all([
    voterAmong(directory, rules.approvers, asker),
    directory.person(delegation.to),
  ]);
  const allowed = mayDelegate(delegation, delegator, to, directory.homeTeamId);
  if (!allowed.ok) return allowed;
  await delegate(delegation);
  return told(words.delegations.delegated(delegation));
}

/** An answer that everybody in the channel reads. */
function told(sentence: Text): Result<Reply, Refusal> {
  const document = { title: null, sections: [paragraph(sentence)], summary: sentence };
  return success({ kind: "answer", document, file: null, public: true });
}

/** Told to the whole channel: everybody's changes wait for it. */
async function changeFreeze(
  dependencies: DeskDependencies,
  outcome: Extract<Outcome, { kind: "freeze" | "unfreeze" }>,
  { asker }: CommandContext,
): Promise<Result<Reply, Refusal>> {
  const words = wordsOf(dependencies.language);
  if (!(await isRequester(dependencies, asker))) return failure({ code: "not-a-requester" });
  if (outcome.kind === "freeze") {
    await dependencies.freeze(outcome.freeze);
    return told(words.labels.frozen(outcome.freeze));
  }
  const ended = await dependencies.unfreeze(outcome.name, asker.id);
  return ended.ok ? told(words.labels.unfrozen(ended.value, asker.id)) : ended;
}

/** The channel itself is told by the bot, which shows at once whether it may post there. */
async function changeSubscription(
  dependencies: DeskDependencies,
  outcome: Extract<Outcome, { kind: "watch" | "unwatch" }>,
  { asker, words, slash }: CommandContext,
): Promise<Result<Reply, Refusal>> {
  if (!(await isRequester(dependencies, asker))) return failure({ code: "not-a-requester" });
  const done =
    outcome.kind === "watch"
      ? await dependencies.watch(outcome.subscription, asker.id)
      : await dependencies.unwatch(outcome.channel, outcome.name, asker.id);
  if (!done.ok) return done;
  const sentence = words.stories.subscriptionDone(slash);
  const document = { title: null, sections: [paragraph(sentence)], summary: sentence };
  return success({ kind: "answer", document, file: null, public: false });
}

async function isRequester({ rules, directory }: DeskDependencies, { id }: Person): Promise<boolean> {
  return rules.requesters === null || (await directory.members(rules.requesters)).has(id);
}

async function steer(
  { operations, directory, delegations, control, narrow, resolve, withdraw, review }: DeskDependencies,
  outcome: Extract<Outcome, { kind: "steer" | "review" | "narrow" | "resolve" }>,
  { asker, words, now }: CommandContext,
): Promise<Result<Reply, Refusal>> {
  const { operation: id } = outcome;
  const found =
    outcome.kind === "narrow"
      ? await findVoterOrDelegate({ operations, directory, delegations }, id, asker.id)
      : await findVoter(operations, directory, id, asker.id);
  if (!found.ok) return found;
  const { voter } = found.value;
  const wanted = (): Promise<Result<Operation, Refusal>> => {
    if (outcome.kind === "review") return review(id, voter);
    if (outcome.kind === "resolve") return resolve(id, outcome.resolution, voter);
    if (outcome.kind === "narrow") return narrow(id, voter, outcome.wish);
    const { action } = outcome;
    return action === "withdraw" ? withdraw(id, asker.id) : control(id, { action, code: null }, voter);
  };
  const done = await wanted();
  if (!done.ok) return done;
  if (outcome.kind === "narrow") {
    // The card shows the proposal: here it would be shown a second time.
    const sentence = words.narrowing.proposed(done.value);
    const short = { title: null, sections: [paragraph(sentence)], summary: sentence };
    return success({ kind: "answer", document: short, file: null, public: false });
  }
  const document = { ...operationDocument(done.value, words, now), title: null };
  return success({ kind: "answer", document, file: null, public: false });
}

async function requestChange(
  { rules, directory, approvalsChannel, request }: DeskDependencies,
  asked: Asked,
  context: CommandContext,
  typed: Typed,
  preview: Preview<Change>,
): Promise<Result<Reply, Refusal>> {
  const { asker, words } = context;
  const plan = seal(preview);
  const subject = subjectOf(plan);
  const policyContext = await policyContextFor(subject, asker, context);
  const requirement = requirementFor(subject, rules.policies, rules.defaultApprovers, policyContext);
  if (typed["dry-run"] === true) {
    return success({
      kind: "answer",
      document: planDocument(plan, requirement, words),
      file: null,
      public: typed["public"] === true,
    });
  }
  const given = typed["reason"];
  const reason = typeof given === "string" && given.trim() !== "" ? given.trim() : null;
  if (requirement.reasonRequired && reason === null) {
    return failure({ code: "reason-required", policy: requirement.policy });
  }
  const breakGlass =
    typed["break-glass"] === true ? await voterAmong(directory, requirement.breakGlassBy, asker) : null;
  // Approvers see both what waits for them and what did not.
  const concernsApprovers = requirement.approvals > 0 || requirement.veto || breakGlass !== null;
  const accepted = await request({
    plan,
    requirement,
    requester: asker.id,
    reason,
    line: asked.line,
    channel: asked.channel,
    breakGlass,
    cardChannel: concernsApprovers ? (approvalsChannel ?? asked.channel) : asked.channel,
  });
  return accepted.ok ? success({ kind: "accepted", operation: accepted.value }) : accepted;
}

function cloudRefusal(error: CloudError): Refusal<"cloud"> {
  const { failure: kind, code: cloudCode, detail, action, requestId } = error;
  return { code: "cloud", failure: kind, cloudCode, detail, action, requestId };
}
