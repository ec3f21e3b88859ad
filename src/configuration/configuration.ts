import { secondsToHours } from "date-fns";
import { isMap, LineCounter, parseDocument, type YAMLMap } from "yaml";
import * as z from "zod";
import type { ApproverGroup, GroupMembers } from "../domain/approver-group.ts";
import type { ChangeKind } from "../domain/change.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import type { Freeze } from "../domain/freeze.ts";
import { nearest } from "../domain/grammar/nearest.ts";
import type { ChannelId, UserGroupId } from "../domain/ids.ts";
import type { Policy } from "../domain/policy.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import type { Language } from "../words/language.ts";
import {
  initiativeProblems,
  type InitiativeSettings,
  type KubernetesSettings,
  toInitiativeSettings,
} from "./initiatives.ts";
import { toSubscription } from "./notifications.ts";
import { SetupError } from "./problem.ts";
import { shortageMessage, shortagesOf } from "./reachability.ts";
import { type ConfigurationFile, configurationFile } from "./schema.ts";

/** What the configuration file says, in the domain's terms. */
export interface Configuration {
  readonly language: Language;
  readonly clusters: readonly ClusterReference[];
  readonly regions: readonly string[];
  readonly channels: {
    readonly approvals: ChannelId | null;
    /** What channels are told of. */
    readonly notifications: readonly Subscription[];
    /** Whom news call that need somebody; null: the default approvers. */
    readonly mention: UserGroupId | null;
    /** null: everywhere. */
    readonly allowed: readonly ChannelId[] | null;
    /** Where the end of the audit log is posted every day; null: nowhere. */
    readonly audit: ChannelId | null;
  };
  readonly approvers: readonly ApproverGroup[];
  readonly defaultApprovers: ApproverGroup;
  readonly requesters: GroupMembers | null;
  readonly policies: readonly Policy[];
  /** Kinds of change whose approval takes a code of an authenticator. */
  readonly stepUp: readonly ChangeKind[];
  readonly freezes: readonly Freeze[];
  /** Milliseconds. */
  readonly pollInterval: number;
  /** Milliseconds without a sign of life after which other replicas carry what one carried. */
  readonly takeOverAfter: number;
  readonly initiatives: InitiativeSettings;
  readonly kubernetes: KubernetesSettings;
}

type Path = readonly PropertyKey[];
interface Problem {
  readonly path: Path;
  readonly message: string;
}

/**
 * Reads the configuration.
 * @param file its name, for messages
 * @throws SetupError with a line for every mistake: file, line, what is wrong, what is allowed
 */
export function readConfiguration(text: string, file: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new SetupError(
      document.errors.map((error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`),
    );
  }
  const lineOf = (path: Path): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = offsetAt(document.contents, path.slice(0, length));
      if (offset !== null) return lines.linePos(offset).line;
    }
    return 1;
  };
  const tell = ({ path, message }: Problem): string =>
    `${file}:${lineOf(path)}: ${path.length === 0 ? "the file" : pathName(path)} ${message}`;

  const parsed = configurationFile.safeParse(document.toJS() ?? {});
  if (!parsed.success) throw new SetupError(parsed.error.issues.flatMap(problemsOf).map(tell));
  const wrong = contradictions(parsed.data);
  if (wrong.length > 0) throw new SetupError(wrong.map(tell));
  const configuration = toConfiguration(parsed.data);
  // Where every group lists its people, they can be counted at once; of Slack's user groups only Slack knows the members.
  const short = shortagesOf(configuration, ({ members }) => (members.kind === "users" ? new Set(members.users) : null));
  if (short.length > 0) {
    throw new SetupError(
      short.map(({ index, shortage }) =>
        tell({ path: ["policies", index, "require", "approvals"], message: shortageMessage(shortage) }),
      ),
    );
  }
  return configuration;
}

/** Where the key of a path stands in the text. */
function offsetAt(contents: unknown, path: Path): number | null {
  if (path.length === 0) return 0;
  if (!isMap(contents) && !hasGetIn(contents)) return null;
  const parent = path.length === 1 ? contents : contents.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalarKey(key) && key.value === last);
    const key = pair?.key;
    return isScalarKey(key) ? (key.range?.[0] ?? null) : null;
  }
  const node = contents.getIn(path, true);
  return hasRange(node) ? (node.range?.[0] ?? null) : null;
}

function hasGetIn(value: unknown): value is Pick<YAMLMap, "getIn"> {
  return typeof value === "object" && value !== null && "getIn" in value;
}

function hasRange(value: unknown): value is { readonly range?: readonly [number, number, number] | null } {
  return typeof value === "object" && value !== null && "range" in value;
}

function isScalarKey(
  value: unknown,
): value is { readonly value: unknown; readonly range?: readonly [number, number, number] | null } {
  return hasRange(value) && "value" in value;
}

/** `policies[0].require.approvals` */
function pathName(path: Path): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
    .join("");
}

function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code !== "unrecognized_keys") return [{ path: issue.path, message: messageOf(issue) }];
  const known = knownKeys(issue.path);
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    const advice = near === null ? `allowed: ${known.join(", ")}` : `did you mean ${near}?`;
    return { path: [...issue.path, key], message: `is not a setting; ${advice}` };
  });
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return `has to be one of ${issue.values.join(", ")}`;
    case "invalid_type":
      return `has to be ${typeNames[issue.expected] ?? issue.expected}`;
    case "too_small":
      return `has to have at least ${String(issue.minimum)}`;
    case "too_big":
      return `has to have at most ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of settings",
  record: "a group of settings",
};

/** The settings that exist beside an unknown one. */
function knownKeys(path: Path): readonly string[] {
  let schema: unknown = configurationFile;
  for (const part of path) schema = typeof part === "number" ? elementOf(schema) : propertyOf(schema, String(part));
  const shape = unwrapped(schema);
  return shape instanceof z.ZodObject ? Object.keys(shape.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return unwrapped(schema.unwrap());
  // What is rewritten before it is read has its settings behind it.
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  return schema;
}

function elementOf(schema: unknown): unknown {
  const list = unwrapped(schema);
  return list instanceof z.ZodArray ? list.element : null;
}

function propertyOf(schema: unknown, key: string): unknown {
  const object = unwrapped(schema);
  if (object instanceof z.ZodObject) return object.shape[key];
  return object instanceof z.ZodRecord ? object.valueType : null;
}

/** What each setting alone does not show. */
function contradictions(file: ConfigurationFile): readonly Problem[] {
  const groups = Object.keys(file.approvers);
  const clusters = file.clusters.map(({ name }) => name);
  const unknownClusters = (names: readonly string[] | undefined, path: Path): readonly Problem[] =>
    file.regions.length > 0
      ? []
      : (names ?? []).flatMap((name, index) =>
          clusters.includes(name)
            ? []
            : [{ path: [...path, index], message: `names no cluster of this file; known: ${clusters.join(", ")}` }],
        );
  const unknownGroups = (names: readonly string[], path: Path): readonly Problem[] =>
    names.flatMap((name, at) =>
      groups.includes(name)
        ? []
        : [{ path: [...path, at], message: `names no group of approvers; known: ${groups.join(", ")}` }],
    );
  const nothingListed = file.clusters.length === 0 && file.regions.length === 0;
  return [
    ...(nothingListed ? [{ path: [], message: "needs clusters (name, id, region), or regions to find them in" }] : []),
    ...clusters.flatMap((name, index) =>
      clusters.indexOf(name) === index
        ? []
        : [{ path: ["clusters", index, "name"], message: `${name} is taken already` }],
    ),
    ...file.policies.flatMap((policy, index) => [
      ...unknownClusters(policy.match.clusters, ["policies", index, "match", "clusters"]),
      ...(["from", "each_of"] as const).flatMap((key) =>
        unknownGroups(policy.require[key], ["policies", index, "require", key]),
      ),
      ...unknownGroups(policy.match.requesters ?? [], ["policies", index, "match", "requesters"]),
      ...unknownGroups(policy.require.escalate_to === undefined ? [] : [policy.require.escalate_to], [
        "policies",
        index,
        "require",
        "escalate_to",
      ]).map(({ message }) => ({ path: ["policies", index, "require", "escalate_to"], message })),
      ...unknownGroups(policy.require.break_glass?.from ?? [], ["policies", index, "require", "break_glass", "from"]),
      ...vetoProblems(policy, index),
    ]),
    ...initiativeProblems(file),
    ...unknownClusters(Object.keys(file.kubernetes.kubeconfigs), ["kubernetes", "kubeconfigs"]),
    ...file.freezes.flatMap((freeze, index) => unknownClusters(freeze.clusters, ["freezes", index, "clusters"])),
    ...file.channels.notifications.flatMap((rule, index) =>
      unknownClusters(rule.clusters, ["channels", "notifications", index, "clusters"]),
    ),
  ];
}

/** Changes that can be taken back by another one: only of these silence may be an agreement. */
const takenBack: ReadonlySet<string> = new Set([
  "scale-out",
  "scale-in",
  "autoscale",
  "edit",
  "manage",
  "maintenance-window",
]);

function vetoProblems({ match, require }: ConfigurationFile["policies"][number], index: number): readonly Problem[] {
  if (require.veto === undefined) return [];
  const path: Path = ["policies", index, "require", "veto"];
  if (require.approvals > 0) return [{ path, message: "needs approvals: 0, for silence is the agreement" }];
  const changes = match.changes ?? [];
  const risky = changes.filter((kind) => !takenBack.has(kind));
  if (changes.length > 0 && risky.length === 0) return [];
  return [
    { path, message: `is for changes that can be taken back: list match.changes, of ${[...takenBack].join(", ")}` },
  ];
}

function toConfiguration(file: ConfigurationFile): Configuration {
  const approvers = Object.entries(file.approvers).map(([name, members]): ApproverGroup => ({ name, members }));
  const named = (names: readonly string[]): readonly ApproverGroup[] =>
    approvers.filter((group) => names.includes(group.name));
  const [defaultApprovers] = named(["default"]);
  if (defaultApprovers === undefined) throw new SetupError(["approvers needs a group called default"]);
  return {
    language: file.language,
    clusters: file.clusters,
    regions: file.regions,
    channels: {
      approvals: file.channels.approvals ?? null,
      notifications: file.channels.notifications.map(toSubscription),
      mention: file.channels.mention ?? null,
      audit: file.channels.audit ?? null,
      allowed: file.channels.allowed ?? null,
    },
    approvers,
    defaultApprovers,
    requesters: file.requesters ?? null,
    policies: file.policies.map(({ name, match, require }) => ({
      name,
      match: {
        clusters: match.clusters ?? null,
        pools: match.pools ?? null,
        changes: match.changes ?? null,
        largestStep: match.max_delta ?? null,
        managed: match.managed ?? null,
        labels: match.labels,
        hours: match.hours ?? null,
        requesters: match.requesters ?? null,
      },
      require: {
        approvals: require.approvals,
        from: named(require.from),
        expiresIn: require.expires_in ?? null,
        reason: require.reason,
        eachOf: named(require.each_of),
        rejections: require.rejections,
        selfApproval: require.self_approval,
        otherPersonGoesAhead: require.second_person,
        inWindow: require.window,
        veto: require.veto ?? null,
        escalateTo: require.escalate_to === undefined ? null : (named([require.escalate_to])[0] ?? null),
        breakGlassBy: named(require.break_glass?.from ?? []),
        more: require.more.map((more) => ({
          add: more.add,
          shareAbove: more.share_above ?? null,
          diskReplaced: more.disk_replaced ?? false,
          frozen: more.frozen ?? false,
          changedWithin: more.changed_within === undefined ? null : secondsToHours(more.changed_within),
        })),
      },
    })),
    stepUp: file.step_up?.changes ?? [],
    freezes: file.freezes.map(({ clusters, pools, ...freeze }) => ({
      ...freeze,
      clusters: clusters ?? null,
      pools: pools ?? null,
    })),
    pollInterval: file.tracking.poll_interval * 1000,
    takeOverAfter: file.tracking.take_over_after * 1000,
    initiatives: toInitiativeSettings(file),
    kubernetes: file.kubernetes,
  };
}
