import * as z from "zod";
import {
  isJsonObject,
  isList,
  type JsonObject,
  type Path,
  pathsOf,
  pathText,
  valueAt,
  withField,
  without,
} from "../json.ts";
import { carriedValue, deprecatedFields } from "./deprecated-fields.ts";
import { buysSpot, spotOptionsOf } from "./rules/billing.ts";
import { addedByAck } from "./rules/keys.ts";
import type { NodePoolRequest } from "./schema/request.ts";
import { readShape } from "./shape.ts";
import { unknownFields } from "./unknown-fields.ts";

/** Why a field of a described pool is not part of a request for another like it. */
const leftOutReason = z.enum([
  /** ACK gives it to each pool: ids, times, the region. */
  "given-by-ack",
  /** What the pool is doing now: states and counts. */
  "present-state",
  /** ACK tells it and takes it nowhere. */
  "not-taken",
  /** ACK takes it once the pool is there (ModifyClusterNodePool). */
  "set-afterwards",
  "secret",
  "deprecated",
  /** ACK writes null, nothing or 0 where nothing is set. */
  "not-set",
  /** The pool scales itself and takes no size. */
  "auto-scaling",
  /** An option for spot instances of a pool that has none. */
  "no-spot",
  /** A tag that ACK or Auto Scaling adds itself. */
  "added-by-ack",
]);
export type LeftOutReason = z.infer<typeof leftOutReason>;

export const leftOut = z.object({ path: z.string(), why: leftOutReason }).readonly();
export type LeftOut = z.infer<typeof leftOut>;

/** Reasons that leave somebody something to do, or to know; the others are as it should be. */
const telling: ReadonlySet<LeftOutReason> = new Set(["not-taken", "set-afterwards", "secret", "deprecated"]);

/** What of a clone people should know that it lacks. Of a deprecated field nothing is lacking where its successor has a value. */
export function lackingIn({ leftOut: all, request }: Pick<Clone, "leftOut" | "request">): readonly LeftOut[] {
  const isReplaced = (path: string): boolean => {
    const successor = deprecatedFields.find((field) => field.path === path)?.successor ?? null;
    return successor !== null && valueAt(request, successor.split(".")) !== undefined;
  };
  return all.filter(({ path, why }) => telling.has(why) && !(why === "deprecated" && isReplaced(path)));
}

/** A request for a pool like the described one, and what became of the fields that are not the same in it. */
export interface Clone {
  readonly request: JsonObject;
  readonly leftOut: readonly LeftOut[];
  /** Values of deprecated fields that stand in their successors now. */
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Fields that are kept without being known here. */
  readonly unknown: readonly string[];
}

/** Fields of DescribeClusterNodePoolDetail that CreateClusterNodePool does not take, or should not be given again. */
const notCopied: readonly { readonly pattern: string; readonly why: LeftOutReason }[] = [
  { pattern: "nodepool_info.nodepool_id", why: "given-by-ack" },
  { pattern: "nodepool_info.region_id", why: "given-by-ack" },
  { pattern: "nodepool_info.is_default", why: "given-by-ack" },
  { pattern: "nodepool_info.created", why: "given-by-ack" },
  { pattern: "nodepool_info.updated", why: "given-by-ack" },
  { pattern: "scaling_group.scaling_group_id", why: "given-by-ack" },
  { pattern: "status", why: "present-state" },
  { pattern: "scaling_group.ram_policy", why: "not-taken" },
  { pattern: "node_components[].config_revision", why: "given-by-ack" },
  { pattern: "node_config.node_os_config", why: "not-taken" },
  { pattern: "management.auto_repair_policy.auto_repair_policy_id", why: "set-afterwards" },
  { pattern: "scaling_group.login_password", why: "secret" },
];

type Draft = Pick<Clone, "request" | "leftOut" | "moved">;

/**
 * Makes a request for a pool that is like another one. ACK has no call for that (ACK: node pools, clone is a console feature). It is
 * to be checked like one that was typed, after overrides.
 * @param described the raw answer of DescribeClusterNodePoolDetail: the SDK's model drops fields it does not know
 */
export function cloneRequest(described: JsonObject, newName: string): Clone {
  const steps = [
    withoutFieldsNotCopied,
    withoutWhatIsNotSet,
    withSuccessors,
    withoutSizeOfAutoScaling,
    withoutTagsOfAck,
    withoutIdleSpotOptions,
  ];
  const start: Draft = { request: described, leftOut: [], moved: [] };
  const draft = steps.reduce((made, step) => step(made), start);
  const request = withField(draft.request, ["nodepool_info", "name"], newName);
  return { ...draft, request, unknown: unknownFields(request) };
}

function leaveOut(draft: Draft, path: Path, why: LeftOutReason): Draft {
  return {
    ...draft,
    request: without(draft.request, path),
    leftOut: [...draft.leftOut, { path: pathText(path), why }],
  };
}

function withoutFieldsNotCopied(draft: Draft): Draft {
  return notCopied.reduce(
    (made, { pattern, why }) =>
      pathsOf(made.request, pattern).reduce(
        (rest, path) => leaveOut(rest, path, saysNothing(valueAt(rest.request, path)) ? "not-set" : why),
        made,
      ),
    draft,
  );
}

/** Leaves out what ACK writes for "not set": null anywhere, and an empty value in a field that takes none. */
function withoutWhatIsNotSet(draft: Draft): Draft {
  const withoutNull = nullPaths(draft.request, []).reduce((made, path) => leaveOut(made, path, "not-set"), draft);
  return withoutRefusedEmptiness(withoutNull);
}

function nullPaths(value: unknown, path: Path): readonly Path[] {
  if (isList(value)) return value.flatMap((entry, place) => (entry === null ? [] : nullPaths(entry, [...path, place])));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    inner === null || inner === undefined ? [[...path, field]] : nullPaths(inner, [...path, field]),
  );
}

/** One at a time: each that goes moves the places of a list, and may empty the object that held it. */
function withoutRefusedEmptiness(draft: Draft): Draft {
  const shape = readShape(draft.request);
  const empty = shape.ok ? undefined : shape.problem.find(({ path }) => saysNothing(valueAt(draft.request, path)));
  return empty === undefined ? draft : withoutRefusedEmptiness(leaveOut(draft, empty.path, "not-set"));
}

/** What ACK writes where nothing is set. */
function saysNothing(value: unknown): boolean {
  if (isList(value)) return value.length === 0;
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  return value === null || value === "" || value === 0;
}

/** A deprecated field goes; what it holds goes to its successor, unless that has a value already, which counts more. */
function withSuccessors(draft: Draft): Draft {
  // Values are read from the whole: some mean something only beside others that go too.
  return deprecatedFields.reduce((made, field) => {
    const { path, successor } = field;
    const steps = path.split(".");
    const held = valueAt(draft.request, steps);
    if (held === undefined) return made;
    const value = carriedValue(draft.request, field);
    const idle = value === undefined && (held === false || saysNothing(held));
    const rest = leaveOut(made, steps, idle ? "not-set" : "deprecated");
    if (successor === null || value === undefined) return rest;
    const present = valueAt(rest.request, successor.split("."));
    if (present !== undefined && !saysNothing(present)) return rest;
    return {
      ...rest,
      request: withField(rest.request, successor.split("."), value),
      moved: [...rest.moved, { from: path, to: successor }],
    };
  }, draft);
}

function withoutSizeOfAutoScaling(draft: Draft): Draft {
  const scalesItself = valueAt(draft.request, ["auto_scaling", "enable"]) === true;
  const size = ["scaling_group", "desired_size"];
  return scalesItself && valueAt(draft.request, size) !== undefined ? leaveOut(draft, size, "auto-scaling") : draft;
}

function withoutTagsOfAck(draft: Draft): Draft {
  // From the last to the first, so that places stay what they are.
  return pathsOf(draft.request, "scaling_group.tags[]")
    .filter((path) => {
      const key = valueAt(draft.request, [...path, "key"]);
      return typeof key === "string" && addedByAck(key);
    })
    .toReversed()
    .reduce((made, path) => leaveOut(made, path, "added-by-ack"), draft);
}

function withoutIdleSpotOptions(draft: Draft): Draft {
  const group = scalingGroupOf(draft.request);
  if (group === undefined || buysSpot(group)) return draft;
  return spotOptionsOf(group).reduce((made, option) => leaveOut(made, ["scaling_group", option], "no-spot"), draft);
}

/** The scaling group where the whole can be read; what cannot is told when the request is checked. */
function scalingGroupOf(request: JsonObject): NodePoolRequest["scaling_group"] {
  const shape = readShape(request);
  return shape.ok ? shape.value.scaling_group : undefined;
}
