import type { Change } from "../domain/change.ts";
import { approvingCommand, type ApproveRepairChange } from "../domain/changes/approve-repair.ts";
import type { AutomatedPlanChange } from "../domain/changes/automated-plan.ts";
import { type CreationChange, nodesOf } from "../domain/changes/creation.ts";
import type { CancellationCause } from "../domain/changes/plan-cancellation.ts";
import { changedFields, type Reach, type SettingsChange } from "../domain/changes/settings.ts";
import type { PausePolicy, Runtime, UpgradeChange } from "../domain/changes/upgrade.ts";
import type { MaintenanceWindow } from "../domain/cluster.ts";
import type { Fact } from "../domain/document.ts";
import type { Instant } from "../domain/ids.ts";
import { type JsonObject, valueAt, withField } from "../domain/json.ts";
import type { LeftOut } from "../domain/node-pool-request/clone.ts";
import type { NodeCondition } from "../domain/kubernetes-node.ts";
import { describeRequest, type Tab, tabs } from "../domain/node-pool-request/describe-request.ts";
import { differences as jsonDifferences } from "../domain/node-pool-request/differences.ts";
import { targetName } from "../domain/changes/target.ts";
import { code, dateTime, join, strong, type Text, text, words } from "../domain/text.ts";

/** How new nodes are paid. */
type Billing = "spot" | "subscription" | "pay-as-you-go";

/** What a language says of what differs: its labels, and the words of its values. */
export interface DifferenceWords {
  readonly labels: Readonly<
    Record<
      | "desiredSize"
      | "nodes"
      | "operations"
      | "vulnerabilities"
      | "pace"
      | "restarts"
      | "drainFirst"
      | "nodesItHas"
      | "withItsNodes"
      | "window"
      | "plan"
      | "plannedFor"
      | "wouldStart"
      | "why"
      | "node"
      | "nodePool"
      | "fault"
      | "approving"
      | "command"
      | "ackWill"
      | "when"
      | "ackPlan"
      | "kubernetes"
      | "image"
      | "runtime"
      | "how"
      | "clonedFrom"
      | "everythingElse"
      | "differentFromIt"
      | "newNodes"
      | "notCopied",
      string
    >
  >;
  readonly yes: string;
  readonly no: string;
  readonly nothing: string;
  readonly all: string;
  readonly whateverIsWrong: string;
  readonly restartsWhereNeeded: string;
  readonly noRestarts: string;
  readonly released: string;
  readonly kept: string;
  readonly replacingDisks: string;
  readonly inPlace: string;
  readonly reach: Readonly<Record<Exclude<Reach, "pool">, string>>;
  readonly tab: Readonly<Record<Tab, string>>;
  resized(from: Text, to: Text, step: string): Text;
  atOnce(nodes: number): string;
  pace(atOnce: number, pause: PausePolicy, failures: number): string;
  listed(parts: readonly Text[]): Text;
  andMore(first: Text, more: number): Text;
  asIn(source: string): Text;
  newNodes(count: Text, billing: Billing): Text;
  field(name: Text, value: Text): Text;
  window(of: MaintenanceWindow | null): string;
  planKind(type: string): Text;
  planTarget(of: Extract<Change, { kind: "cancel-plan" }>): Text;
  cancellationCause(of: CancellationCause): Text;
  instance(node: Text, id: string): Text;
  readonly faultUntold: string;
  faults(all: readonly Text[], since: Instant | null): Text;
  fault(condition: Text, message: string | null): Text;
  setsLabel(label: string): Text;
  readonly startUntold: string;
  between(from: Instant, to: Instant): Text;
  leftOut(field: LeftOut): { readonly what: Text; readonly next: Text };
  sentences(parts: readonly Text[]): Text;
}

export function runtimeName(runtime: Runtime | null): string {
  return runtime === null ? "?" : `${runtime.name} ${runtime.version}`;
}

/** `03:00 UTC`, of ACK's `03:00:00Z`. */
export function opening({ start }: MaintenanceWindow): string {
  return start.replace(/:00Z$/, " UTC").replace(/Z$/, " UTC");
}

const longestList = 20;

/** What differs by a change, field by field, in a language. */
export function differencesIn(own: DifferenceWords): (change: Change) => readonly Fact[] {
  const { labels } = own;

  function names(all: readonly string[]): Text {
    const first = own.listed(all.slice(0, longestList).map((name) => [code(name)]));
    return all.length <= longestList ? first : own.andMore(first, all.length - longestList);
  }

  const shown = (value: string | null): Text => (value === null ? words(own.nothing) : [code(value)]);
  const yesOrNo = (is: boolean): Text => words(is ? own.yes : own.no);

  function ofSettings(change: SettingsChange): readonly Fact[] {
    return changedFields(change).flatMap((field) => {
      const at = (value: unknown): Record<string, unknown> => withField({}, field.path.split("."), value ?? undefined);
      const whom = field.reach === "pool" ? [] : words(own.reach[field.reach]);
      return jsonDifferences(at(field.from), at(field.to)).map(({ path, from, to }) => ({
        label: path,
        value: text`${shown(from)} → ${shown(to)}${whom}`,
      }));
    });
  }

  /** A request by the console's tabs, so that what will be made can be read at a glance. */
  function ofCreation({ request, source, differs, leftOut }: CreationChange): readonly Fact[] {
    const described = describeRequest(request);
    const groups = tabs.flatMap((each): readonly Fact[] => {
      const fields = described.filter((field) => field.tab === each);
      if (fields.length === 0) return [];
      const lines = fields.map(({ path, value }) => own.field(words(path), [code(value)]));
      return [{ label: own.tab[each], value: join(lines, "\n") }];
    });
    // Of a clone people decide by what is not as in its source, which they know.
    const fields = source === null ? groups : [{ label: labels.everythingElse, value: own.asIn(source) }];
    const cloned = source === null ? [] : [{ label: labels.clonedFrom, value: [code(source)] }];
    const other = differs.map(({ path, from, to }) => own.field(words(path), text`${shown(from)} → ${shown(to)}`));
    const otherwise = other.length === 0 ? [] : [{ label: labels.differentFromIt, value: join(other, "\n") }];
    const size = { label: labels.newNodes, value: own.newNodes([strong(nodesOf(request))], paidBy(request)) };
    const lacking = leftOut.map((field) => {
      const { what, next } = own.leftOut(field);
      return own.sentences([what, next]);
    });
    return [
      ...cloned,
      ...otherwise,
      size,
      ...fields,
      ...(lacking.length === 0 ? [] : [{ label: labels.notCopied, value: join(lacking, "\n") }]),
    ];
  }

  function ofUpgrade(change: UpgradeChange): readonly Fact[] {
    const { kubernetes, image, runtime, replaceSystemDisk, nodes: some, rolling } = change;
    const moved = (
      label: string,
      parts: { readonly from: string | null; readonly to: string } | null,
    ): readonly Fact[] =>
      parts === null ? [] : [{ label, value: text`${code(parts.from ?? "?")} → ${code(parts.to)}` }];
    return [
      ...moved(labels.kubernetes, kubernetes),
      ...moved(labels.image, image),
      ...moved(
        labels.runtime,
        runtime === null ? null : { from: runtimeName(runtime.from), to: runtimeName(runtime.to) },
      ),
      { label: labels.how, value: words(replaceSystemDisk ? own.replacingDisks : own.inPlace) },
      { label: labels.nodes, value: some === null ? words(own.all) : names(some) },
      { label: labels.pace, value: words(own.pace(rolling.maxParallelism, rolling.pause, rolling.maxFailedNodes)) },
    ];
  }

  function ofRepair(change: ApproveRepairChange): readonly Fact[] {
    const { node, instanceId, target, faults, faultySince, labels: keys, access } = change;
    const wrong = own.faults(faults.map(ofCondition), faultySince);
    return [
      { label: labels.node, value: instanceId === null ? [code(node)] : own.instance([code(node)], instanceId) },
      { label: labels.nodePool, value: [code(targetName(target))] },
      { label: labels.fault, value: faults.length === 0 ? words(own.faultUntold) : wrong },
      access === "kubernetes"
        ? { label: labels.approving, value: own.setsLabel(`${keys.approved.key}=${keys.approved.value}`) }
        : { label: labels.command, value: [code(approvingCommand(change))] },
    ];
  }

  function ofCondition({ type, status, reason, message }: NodeCondition): Text {
    const condition = code(`${type}=${status}`);
    return own.fault(reason === null ? [condition] : text`${condition} ${code(reason)}`, message);
  }

  function ofPlan({ planType, planId, startsAt, endsAt }: AutomatedPlanChange): readonly Fact[] {
    const when = (from: Instant): Text => (endsAt === null ? [dateTime(from)] : own.between(from, endsAt));
    return [
      { label: labels.ackWill, value: own.planKind(planType) },
      { label: labels.when, value: startsAt === null ? words(own.startUntold) : when(startsAt) },
      { label: labels.ackPlan, value: [code(planId)] },
    ];
  }

  return (change) => {
    switch (change.kind) {
      case "scale-out":
      case "scale-in": {
        const value = own.resized([strong(change.from)], [strong(change.to)], step(change.to - change.from));
        return [{ label: labels.desiredSize, value }];
      }
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
          { label: labels.nodes, value: names(change.nodes) },
          {
            label: labels.operations,
            value: change.operations === null ? words(own.whateverIsWrong) : names(change.operations),
          },
        ];
      case "cve-fix":
        return [
          { label: labels.vulnerabilities, value: names(change.vulnerabilities) },
          { label: labels.nodes, value: names(change.nodes) },
          { label: labels.pace, value: words(own.atOnce(change.maxParallelism)) },
          { label: labels.restarts, value: words(change.restart ? own.restartsWhereNeeded : own.noRestarts) },
        ];
      case "remove-nodes":
        return [
          {
            label: labels.nodes,
            value: own.listed(
              change.nodes.map((node) => text`${code(node.name)}${words(node.released ? own.released : own.kept)}`),
            ),
          },
          { label: labels.drainFirst, value: yesOrNo(change.drain) },
        ];
      case "delete":
        return [
          { label: labels.nodesItHas, value: [strong(change.nodes)] },
          { label: labels.withItsNodes, value: yesOrNo(change.force) },
        ];
      case "maintenance-window":
        return [
          { label: labels.window, value: text`${words(own.window(change.from))} → ${words(own.window(change.to))}` },
        ];
      case "cancel-plan":
        return [
          { label: labels.plan, value: own.field([code(change.planId)], own.planKind(change.planType)) },
          { label: labels.plannedFor, value: own.planTarget(change) },
          ...(change.startsAt === null ? [] : [{ label: labels.wouldStart, value: [dateTime(change.startsAt)] }]),
          ...(change.cause === null ? [] : [{ label: labels.why, value: own.cancellationCause(change.cause) }]),
        ];
      case "approve-repair":
        return ofRepair(change);
      case "automated-plan":
        return ofPlan(change);
    }
  };
}

function step(by: number): string {
  return by > 0 ? `+${by}` : `−${-by}`;
}

/** What each new node costs, as far as a request tells. */
function paidBy(request: JsonObject): Billing {
  const group = (field: string): unknown => valueAt(request, ["scaling_group", field]);
  if (group("spot_strategy") === "SpotAsPriceGo" || group("spot_strategy") === "SpotWithPriceLimit") return "spot";
  return group("instance_charge_type") === "PrePaid" ? "subscription" : "pay-as-you-go";
}
