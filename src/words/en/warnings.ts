import type { Warning } from "../../domain/preview.ts";
import { code, dateTime, join, type Text, text, words } from "../../domain/text.ts";
import { counted, nodes } from "./plural.ts";
import { notice } from "./request-problems.ts";

const unmanagedKind = {
  default: "a regular default pool again",
  "auto-scaling": "a regular pool that scales itself again",
  custom: "a regular pool",
} as const;

/** What the people who decide should know beside the disruption. */
export function warning(of: Warning): Text {
  switch (of.code) {
    case "default-pool":
      return words("This is the default pool: system components run on it.");
    case "above-default-quota":
      return words(`A pool may have ${of.quota} nodes unless the quota was raised: ACK may refuse this.`);
    case "below-advised-size":
      return words(`With fewer than ${nodes(of.advised)} one failure can stop what runs here.`);
    case "cloud-picks-nodes":
      return words(
        `ACK chooses which of ${counted(of.removable, "removable node", "removable nodes")} go, the newest first.`,
      );
    case "hand-added-nodes-stay":
      return text`Added by hand, so a scale-in cannot remove them: ${join(of.nodes.map(code), ", ")}${words(
        of.count > of.nodes.length ? " …" : "",
      )}`;
    case "no-way-back":
      return words("There is no way back to the old version.");
    case "nothing-persistent-on-system-disk":
      return words("Make sure that nothing on the system disks is needed; snapshot what is.");
    case "single-node":
      return words("The pool has one node: while it is worked on, nothing of the pool serves.");
    case "only-new-nodes":
      return words(
        "Fields marked “new nodes only” do not reach nodes that are there now: scale or replace them for that.",
      );
    case "overwrites-nodes":
      return words(
        "What was set on nodes past the pool is overwritten. Labels and taints that nodes have of their own stay.",
      );
    case "size-is-set-by-ack":
      return words(
        `Without auto scaling the pool stays at its present ${nodes(of.size)}, and from then on people set its size. ACK takes none in the same call: where the pool has no desired size afterwards, set it in the ACK console once.`,
      );
    case "bounds-act-at-once":
      return words(`The pool has ${nodes(of.present)} now: with these bounds ACK removes or adds nodes at once.`);
    case "pool-quota":
      return words(
        `A cluster may have ${counted(of.quota, "pool", "pools")} unless the quota was raised: ACK may refuse this.`,
      );
    case "pool-wants-approval":
      return words("This pool asks for permission before its nodes are repaired.");
    case "snapshot-first":
      return words("Snapshot the disks first: a fix cannot be taken back.");
    case "needs-restart-to-take-effect":
      return words("Some of these fixes take effect only after a restart, which is not part of this.");
    case "fix-service-not-bought":
      return words(
        "ACK says that the account has not bought the fixing of vulnerabilities in Security Center: it may refuse this.",
      );
    case "room-elsewhere":
      return words("The other nodes must have room for the pods that move.");
    case "instances-go-on-costing":
      return words(`${counted(of.count, "ECS instance stays", "ECS instances stay")} and go on costing.`);
    case "instances-released":
      return words(
        `${counted(of.count, "ECS instance is released", "ECS instances are released")}, with what is on them.`,
      );
    case "subscription-stays":
      return words(
        `${counted(of.count, "instance is", "instances are")} by subscription: not released here, only at the end of the term, after a refund or a conversion.`,
      );
    case "subscription-stays-on-deletion":
      return words("Instances by subscription are not released; they go on costing until their term ends.");
    case "no-way-back-from-deletion":
      return words("A deleted pool cannot be brought back.");
    case "no-window":
      return words("Without a window ACK does none of its automatic work on this cluster in a planned time.");
    case "started-work-goes-on":
      return words(
        "Work that has begun within the window goes on past its end; what has not begun waits for the next.",
      );
    case "plan-comes-again":
      return words("This cancels the plan once. The feature behind it stays on and will plan again.");
    case "request-notice":
      return notice(of.notice);
    case "needs-problem-detector":
      return text`ACK refuses this in a cluster without the add-on ${code("ack-node-problem-detector")}, and in clusters that are not ACK Pro.`;
    case "auto-upgrade-moves-to-clusters":
      return words(
        "ACK has announced that pools are upgraded with their cluster's own automatic upgrade since 2026: it may not act on this switch.",
      );
    case "nothing-upgrades-itself":
      return words("From then on nothing of this pool is upgraded by itself.");
    case "becomes-unmanaged":
      return words(
        `It becomes ${unmanagedKind[of.becomes]}. ACK's automatic work on it stops, and the settings of that work may be forgotten.`,
      );
    case "rejection-leaves-node":
      return words("Without approval ACK does not repair the node, however long it waits.");
    case "repair-by-hand":
      return words(
        "Lifeguard cannot reach this cluster's Kubernetes API: it cannot see whether ACK asks already, nor set the label. Once this is approved, somebody has to run the command.",
      );
    case "plan-needs-sign-off":
      return of.until === null
        ? words("Without sign-off Lifeguard cancels this plan.")
        : text`Without sign-off by ${dateTime(of.until)} Lifeguard cancels this plan. What is rejected is cancelled at once.`;
    case "plan-runs-anyway":
      return words("ACK runs this by itself. Who wants to call it off has to cancel the plan before it begins.");
    case "plan-in-freeze":
      return text`It would begin within the change freeze ${code(of.freeze)}, and freezes do not stop ACK's own plans where no policy holds them.`;
    case "plan-began-unsigned":
      return words(
        "ACK began it without the sign-off that a policy asks for, and a plan that has begun cannot be cancelled. Lifeguard only follows it.",
      );
    case "stopped-nodes-stay":
      return words(
        "A scale-in stops nodes instead of releasing them: they show as NotReady, their disks go on costing, and local disks do not take it.",
      );
  }
}
