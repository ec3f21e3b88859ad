import type { Change } from "../domain/change.ts";
import { type CloudReader, CloudError } from "../domain/cloud.ts";
import type { ControlAction } from "../domain/control.ts";
import { type Delegation, mayDelegate } from "../domain/delegation.ts";
import { type Document, paragraph } from "../domain/document.ts";
import type { Voter } from "../domain/eligibility.ts";
import type { ChannelId, Instant, OperationId, UserId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import type { Freeze, TypedFreeze } from "../domain/freeze.ts";
import { type Directory, exclusionOf, IdentityError, type Person } from "../domain/person.ts";
import { seal } from "../domain/plan.ts";
import { requirementFor, subjectOf } from "../domain/policy.ts";
import type { Preview } from "../domain/preview.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { ChangeRequest } from "../domain/request.ts";
import { failure, type Result, success } from "../domain/result.ts";
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
import { findVoter, voterAmong } from "./voter.ts";
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
  readonly request: (request: ChangeRequest) => Promise<Result<Operation, Refusal>>;
  readonly review: (id: OperationId, voter: Voter) => Promise<Result<Operation, Refusal>>;
  /** All that there are: of the configuration and typed. */
  readonly freezes: () => readonly Freeze[];
  readonly freeze: (freeze: TypedFreeze) => Promise<void>;
  readonly unfreeze: (name: string, by: UserId) => Promise<Result<TypedFreeze, Refusal>>;
  /** Who votes in whose place at this moment. */
  readonly delegations: () => readonly Delegation[];
  readonly delegate: (delegation: Delegation) => Promise<void>;
  readonly undelegate: (from: UserId, to: UserId | null) => Promise<Result<readonly Delegation[], Refusal>>;
  readonly control: (id: OperationId, action: ControlAction, voter: Voter) => Promise<Result<Operation, Refusal>>;
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
  languageOf(person: Person): Language;
}

export function createDesk(dependencies: DeskDependencies): Desk {
  const { commands, servedChannels, directory, language } = dependencies;
  return {
    commands,
    languageOf: (person) => languageOf(person.locale, language),
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
  const spoken = languageOf(person.locale, language);
  const context: CommandContext = {
    ...dependencies,
    rules: { ...dependencies.rules, freezes: dependencies.freezes(), delegations: dependencies.delegations() },
    lookup: createLookup(cloud),
    asker: person,
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
        public: typed["public"] === true,
      });
    case "enroll":
      return success({ kind: "enroll" });
    case "freeze":
    case "unfreeze":
      return changeFreeze(dependencies, outcome.value, context);
    case "delegate":
    case "undelegate":
      return changeDelegation(dependencies, outcome.value, context);
    case "steer":
    case "review":
      return steer(dependencies, outcome.value, context);
    case "change":
      if (!mayRequest) return failure({ code: "not-a-requester" });
      return requestChange(dependencies, asked, context, typed, outcome.value.preview);
  }
}

/** Told to the whole channel: whose vote counts for whom is everybody's business. */
async function changeDelegation(
  { rules, directory, delegate, undelegate }: DeskDependencies,
  outcome: Extract<Outcome, { kind: "delegate" | "undelegate" }>,
  { asker, words }: CommandContext,
): Promise<Result<Reply, Refusal>> {
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
  { asker, words }: CommandContext,
): Promise<Result<Reply, Refusal>> {
  if (!(await isRequester(dependencies, asker))) return failure({ code: "not-a-requester" });
  if (outcome.kind === "freeze") {
    await dependencies.freeze(outcome.freeze);
    return told(words.labels.frozen(outcome.freeze));
  }
  const ended = await dependencies.unfreeze(outcome.name, asker.id);
  return ended.ok ? told(words.labels.unfrozen(ended.value, asker.id)) : ended;
}

async function isRequester({ rules, directory }: DeskDependencies, { id }: Person): Promise<boolean> {
  return rules.requesters === null || (await directory.members(rules.requesters)).has(id);
}

async function steer(
  { operations, directory, control, withdraw, review }: DeskDependencies,
  outcome: Extract<Outcome, { kind: "steer" | "review" }>,
  { asker, words, now }: CommandContext,
): Promise<Result<Reply, Refusal>> {
  const { operation: id } = outcome;
  const found = await findVoter(operations, directory, id, asker.id);
  if (!found.ok) return found;
  const { voter } = found.value;
  const wanted = (): Promise<Result<Operation, Refusal>> => {
    if (outcome.kind === "review") return review(id, voter);
    return outcome.action === "withdraw" ? withdraw(id, asker.id) : control(id, outcome.action, voter);
  };
  const done = await wanted();
  if (!done.ok) return done;
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
