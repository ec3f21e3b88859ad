import type { Change } from "../../domain/change.ts";
import { type CreationChange, nodesOf } from "../../domain/changes/creation.ts";
import { changedFields, type Reach, type SettingsChange } from "../../domain/changes/settings.ts";
import type { PausePolicy, Runtime, UpgradeChange } from "../../domain/changes/upgrade.ts";
import type { MaintenanceWindow } from "../../domain/cluster.ts";
import type { Fact } from "../../domain/document.ts";
import { describeRequest, tabs } from "../../domain/node-pool-request/describe-request.ts";
import { differences as jsonDifferences } from "../../domain/node-pool-request/differences.ts";
import { type JsonObject, valueAt, withField } from "../../domain/json.ts";
import { code, dateTime, join, strong, type Text, text, words } from "../../domain/text.ts";
import { planKind, planTarget } from "./operation-plans.ts";
import { nodes } from "./plural.ts";
import { leftOut as whatIsLeftOut, tab } from "./request-problems.ts";

/** What differs, field by field. */
export function differences(change: Change): readonly Fact[] {
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return [
        {
          label: "Desired size",
          value: text`${strong(change.from)} → ${strong(change.to)} nodes (${words(step(change.to - change.from))})`,
        },
      ];
    case "edit":
    case "manage":
    case "autoscale":
      return ofSettings(change);
    case "create":
    case "clone":
      return ofCreation(change);
    case "upgrade":
      return ofUpgrade(change);
    case "repair":
      return [
        { label: "Nodes", value: names(change.nodes) },
        {
          label: "What is done",
          value: change.operations === null ? words("whatever ACK finds wrong") : names(change.operations),
        },
      ];
    case "cve-fix":
      return [
        { label: "Vulnerabilities", value: names(change.vulnerabilities) },
        { label: "Nodes", value: names(change.nodes) },
        { label: "Pace", value: words(`at most ${nodes(change.maxParallelism)} at once`) },
        { label: "Restarts", value: words(change.restart ? "where a fix needs one" : "none") },
      ];
    case "remove-nodes":
      return [
        {
          label: "Nodes",
          value: join(
            change.nodes.map(
              (node) => text`${code(node.name)} ${words(node.released ? "(released)" : "(instance kept)")}`,
            ),
            ", ",
          ),
        },
        { label: "Drain first", value: words(change.drain ? "yes" : "no") },
      ];
    case "delete":
      return [
        { label: "Nodes it has", value: [strong(change.nodes)] },
        { label: "With its nodes", value: words(change.force ? "yes" : "no") },
      ];
    case "maintenance-window":
      return [{ label: "Window", value: text`${words(window(change.from))} → ${words(window(change.to))}` }];
    case "cancel-plan":
      return [
        { label: "Plan", value: text`${code(change.planId)}: ${planKind(change.planType)}` },
        { label: "Planned for", value: planTarget(change) },
        ...(change.startsAt === null ? [] : [{ label: "Would start", value: [dateTime(change.startsAt)] }]),
      ];
  }
}

const longestList = 20;

function names(all: readonly string[]): Text {
  const first = join(all.slice(0, longestList).map(code), ", ");
  return all.length <= longestList ? first : text`${first} and ${all.length - longestList} more`;
}

function step(by: number): string {
  return by > 0 ? `+${by}` : `−${-by}`;
}

const reach: Readonly<Record<Reach, string>> = {
  "all-nodes": "existing and new nodes",
  "new-nodes": "new nodes only",
  pool: "",
};

function ofSettings(change: SettingsChange): readonly Fact[] {
  return changedFields(change).flatMap((field) => {
    const at = (value: unknown): Record<string, unknown> => withField({}, field.path.split("."), value ?? undefined);
    const whom = reach[field.reach] === "" ? [] : words(` (${reach[field.reach]})`);
    return jsonDifferences(at(field.from), at(field.to)).map(({ path, from, to }) => ({
      label: path,
      value: text`${shown(from)} → ${shown(to)}${whom}`,
    }));
  });
}

function shown(value: string | null): Text {
  return value === null ? words("nothing") : [code(value)];
}

/** A request by the console's tabs, so that what will be made can be read at a glance. */
function ofCreation({ request, source, differs, leftOut }: CreationChange): readonly Fact[] {
  const described = describeRequest(request);
  const groups = tabs.flatMap((each): readonly Fact[] => {
    const fields = described.filter((field) => field.tab === each);
    if (fields.length === 0) return [];
    const lines = fields.map(({ path, value }) => text`${words(path)}: ${code(value)}`);
    return [{ label: tab[each], value: join(lines, "\n") }];
  });
  // Of a clone people decide by what is not as in its source, which they know.
  const fields = source === null ? groups : [{ label: "Everything else", value: text`as in ${code(source)}` }];
  const cloned = source === null ? [] : [{ label: "Cloned from", value: [code(source)] }];
  const other = differs.map(({ path, from, to }) => text`${words(path)}: ${shown(from)} → ${shown(to)}`);
  const otherwise = other.length === 0 ? [] : [{ label: "Different from it", value: join(other, "\n") }];
  const size = { label: "New nodes", value: text`${strong(nodesOf(request))}, ${words(paidBy(request))}` };
  const lacking = leftOut.map((field) => {
    const { what, next } = whatIsLeftOut(field);
    return text`${what} ${next}`;
  });
  return [
    ...cloned,
    ...otherwise,
    size,
    ...fields,
    ...(lacking.length === 0 ? [] : [{ label: "Not copied", value: join(lacking, "\n") }]),
  ];
}

/** What each new node costs, as far as a request tells. */
function paidBy(request: JsonObject): string {
  const group = (field: string): unknown => valueAt(request, ["scaling_group", field]);
  if (group("spot_strategy") === "SpotAsPriceGo" || group("spot_strategy") === "SpotWithPriceLimit") return "spot";
  return group("instance_charge_type") === "PrePaid" ? "by subscription" : "pay-as-you-go";
}

function ofUpgrade({
  kubernetes,
  image,
  runtime,
  replaceSystemDisk,
  nodes: some,
  rolling,
}: UpgradeChange): readonly Fact[] {
  const moved = (label: string, parts: { readonly from: string | null; readonly to: string } | null): readonly Fact[] =>
    parts === null ? [] : [{ label, value: text`${code(parts.from ?? "?")} → ${code(parts.to)}` }];
  return [
    ...moved("Kubernetes", kubernetes),
    ...moved("OS image", image),
    ...moved("Runtime", runtime === null ? null : { from: runtimeName(runtime.from), to: runtimeName(runtime.to) }),
    { label: "How", value: words(replaceSystemDisk ? "by replacing system disks" : "in place") },
    { label: "Nodes", value: some === null ? words("all") : names(some) },
    {
      label: "Pace",
      value: words(
        `at most ${nodes(rolling.maxParallelism)} at once, ${pause[rolling.pause]}, ${failures(rolling.maxFailedNodes)}`,
      ),
    },
  ];
}

export function runtimeName(runtime: Runtime | null): string {
  return runtime === null ? "?" : `${runtime.name} ${runtime.version}`;
}

const pause: Readonly<Record<PausePolicy, string>> = {
  never: "without pauses",
  first: "pausing for a go-ahead after the first batch",
  every: "pausing for a go-ahead after every batch",
};

function failures(most: number): string {
  return most === 0 ? "stopping at the first failed node" : `stopping when more than ${nodes(most)} failed`;
}

/** `Tuesday, Thursday from 03:00 UTC for 3 h`. */
export function window(of: MaintenanceWindow | null): string {
  if (of === null) return "none";
  return `${of.days.join(", ")} from ${of.start.replace(/:00Z$/, " UTC").replace(/Z$/, " UTC")} for ${of.hours} h`;
}
