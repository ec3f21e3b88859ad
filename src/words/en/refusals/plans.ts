import { code, join, text, words } from "../../../domain/text.ts";
import { nodes } from "../plural.ts";
import { problem as requestProblem } from "../request-problems.ts";
import type { Explanations } from "../../explanation.ts";

/** What a change would do. */
export const planRefusals = {
  "cluster-not-running": ({ cluster, state }) => ({
    what: text`The cluster ${code(cluster)} is ${code(state)}; ACK changes node pools only while it is ${code("running")}.`,
    next: words("Wait until it runs, then ask again."),
  }),
  "pool-not-workable": ({ pool, state }) => ({
    what: text`The node pool ${code(pool)} is ${code(state)}: ACK takes no change of it in this state.`,
    next: words("Look at it in the ACK console; a pool that failed to be made can only be deleted there."),
  }),
  "pool-of-other-kind": ({ pool, type }) => ({
    what: text`The node pool ${code(pool)} is of the kind ${code(type)}; only pools of ECS instances can be worked on here.`,
    next: words("Use the ACK console for this one."),
  }),
  "pool-scales-itself": ({ pool, minimum, maximum }, slash) => ({
    what: text`The node pool ${code(pool)} scales itself between ${minimum} and ${maximum} nodes, so it has no size to set.`,
    next: text`Change its bounds with ${code(`${slash} autoscale ${pool} on --min ${minimum} --max ${maximum}`)}, or switch auto scaling off first.`,
  }),
  "pool-without-desired-size": ({ pool }) => ({
    what: text`The node pool ${code(pool)} is of the old kind that has no desired size.`,
    next: words("Set an expected number of nodes for it in the ACK console once; from then on it can be scaled here."),
  }),
  "pool-without-nodes": ({ pool }) => ({
    what: text`The node pool ${code(pool)} has no nodes: there is nothing to upgrade.`,
    next: words("New nodes get the pool's configuration; scale it out instead."),
  }),
  "size-out-of-range": ({ size, smallest, largest }) => ({
    what: text`A pool cannot have ${size} nodes: it has to be ${smallest} to ${largest}.`,
    next: words("Ask for a size within these."),
  }),
  "already-this-size": ({ pool, size }) => ({
    what: text`${code(pool)} already has a desired size of ${words(nodes(size))}.`,
    next: words("Nothing was changed."),
  }),
  "already-this-version": ({ pool, version }, slash) => ({
    what: text`The nodes of ${code(pool)} already have ${code(version)}, the control plane's version.`,
    next: text`Nothing was changed. ${code(`${slash} help upgrade`)} shows how to name an OS image, a runtime or another version.`,
  }),
  "growth-too-large": ({ from, to, largest }) => ({
    what: text`From ${from} to ${to} is ${to - from} more nodes; ACK adds at most ${largest} in one operation.`,
    next: text`Ask for ${from + largest} first, and for the rest when that is done.`,
  }),
  "above-deployment-set": ({ pool, to, largest }) => ({
    what: text`The deployment set of ${code(pool)} holds 20 nodes in each zone, which is at most ${largest}; ${to} do not fit.`,
    next: text`Ask for at most ${largest}, or add vSwitches in other zones first.`,
  }),
  "not-a-version": ({ value, example }) => ({
    what: text`${code(value)} is not a Kubernetes version.`,
    next: text`Write it like ${code(example)}.`,
  }),
  "newer-than-control-plane": ({ wanted, controlPlane }) => ({
    what: text`${code(wanted)} is newer than the control plane, which has ${code(controlPlane)}. Nodes follow the control plane.`,
    next: text`Upgrade the control plane first, or ask for ${code(controlPlane)}.`,
  }),
  "too-old-for-control-plane": ({ wanted, controlPlane }) => ({
    what: text`${code(wanted)} is too old for the control plane, which has ${code(controlPlane)}.`,
    next: text`Ask for ${code(controlPlane)}, or for a version at most three minor versions older.`,
  }),
  "image-needs-disk-replacement": () => ({
    what: words("Another OS image reaches nodes only with a new system disk."),
    next: text`Add ${code("--replace-disk")}. Everything on the system disks will be lost.`,
  }),
  "parallelism-out-of-range": ({ value, smallest, largest }) => ({
    what: text`${value} nodes at once is not possible: ACK upgrades ${smallest} to ${largest} in one batch.`,
    next: text`Ask for a ${code("--batch")} within these.`,
  }),
  "field-is-fixed": ({ field }) => ({
    what: text`${code(field)} is fixed when a pool is made; ACK does not change it afterwards.`,
    next: text`Clone the pool with another value, move the workloads, and delete the old one.`,
  }),
  "nothing-changes": ({ pool }, slash) => ({
    what: text`${code(pool)} already is as you want it.`,
    next: text`Nothing was changed. ${code(`${slash} show ${pool}`)} shows how it is.`,
  }),
  "pool-name-taken": ({ name, cluster }) => ({
    what: text`The cluster ${code(cluster)} already has a node pool ${code(name)}.`,
    next: words("Choose another name."),
  }),
  "request-invalid": ({ problems }, slash) => ({
    what: text`ACK would not take this: ${join(problems.slice(0, 12).map(requestProblem), " ")}${words(
      problems.length > 12 ? " …" : "",
    )}`,
    next: text`Mend these fields and ask again. ${code(`${slash} help create`)} shows how a request is written.`,
  }),
  "cluster-needed": ({ name, known }) => ({
    what: text`There are several clusters, and ${code(name)} does not say in which it is to be made.`,
    next: text`Write one of ${join(
      known.map((cluster) => code(`${cluster}/${name}`)),
      ", ",
    )}.`,
  }),
  "field-has-verb": ({ field, verb, pool }, slash) => ({
    what: text`${code(field)} is not changed by ${code("edit")}: it has a command of its own, with a sign-off of its own.`,
    next: text`Use ${code(`${slash} ${verb} ${pool} …`)}; ${code(`${slash} help ${verb}`)} shows how.`,
  }),
  "field-stays": ({ field }) => ({
    what: text`${code(field)} cannot be taken away: ACK merges what it is sent, and leaves what it is not sent.`,
    next: words("Give it another value, or clone the pool without it."),
  }),
  "file-unreadable": ({ reason }) => ({
    what: text`The file that was handed over could not be read (${reason}). Nothing was done.`,
    next: words("Hand over a text file in YAML or JSON of at most 256 KiB, or paste what it holds."),
  }),
  "request-unreadable": ({ detail }, slash) => ({
    what: text`The request is neither YAML nor JSON that can be read: ${detail}.`,
    next: text`${code(`${slash} help create`)} shows how a request is written.`,
  }),
  "auto-scaling-already": ({ pool, on }, slash) => ({
    what: text`Auto scaling of ${code(pool)} is ${words(on ? "on" : "off")} already.`,
    next: on
      ? text`Give other bounds with ${code("--min")} and ${code("--max")} to change it.`
      : text`Its size is set with ${code(`${slash} scale ${pool} N`)}.`,
  }),
  "bounds-out-of-order": ({ minimum, maximum }) => ({
    what: text`The bounds ${minimum} and ${maximum} are out of order: ACK wants 0 ≤ min ≤ max ≤ 2,000.`,
    next: text`Give ${code("--min")} and ${code("--max")} within these.`,
  }),
  "bounds-needed": ({ pool }, slash) => ({
    what: text`Auto scaling of ${code(pool)} needs both bounds.`,
    next: text`For example ${code(`${slash} autoscale ${pool} on --min 2 --max 10`)}.`,
  }),
  "secret-not-taken": ({ field }) => ({
    what: text`${code(field)} is a secret, which does not belong into a chat.`,
    next: text`Use ${code("--key-pair")}, or set the password in the ACK console.`,
  }),
  "pool-not-manageable": ({ pool }, slash) => ({
    what: text`${code(pool)} is not a managed node pool, and these features belong to managed ones.`,
    next: text`Make it one in the same command: ${code(`${slash} manage ${pool} on …`)}.`,
  }),
  "nothing-to-repair": ({ pool }, slash) => ({
    what: text`Every node of ${code(pool)} is ready.`,
    next: text`Name nodes to repair them all the same. ${code(`${slash} nodes ${pool}`)} lists them.`,
  }),
  "unknown-vulnerabilities": ({ pool, names }, slash) => ({
    what: text`${code(pool)} has no vulnerability ${join(names.map(code), ", ")}.`,
    next: text`${code(`${slash} cve ${pool}`)} lists what it has.`,
  }),
  "nothing-to-fix": ({ pool }, slash) => ({
    what: text`${code(pool)} has no vulnerability of the level ${code("asap")}.`,
    next: text`${code(`${slash} cve ${pool}`)} lists all; name what to fix.`,
  }),
  "default-pool-stays": ({ pool }) => ({
    what: text`${code(pool)} is the default node pool: system components run on it, and ACK does not delete it.`,
    next: words("Scale it instead."),
  }),
  "pool-has-nodes": ({ pool, count }, slash) => ({
    what: text`${code(pool)} still has ${words(nodes(count))}.`,
    next: text`Empty it first with ${code(`${slash} scale ${pool} 0`)} or ${code(`${slash} remove ${pool} …`)}, or add ${code("--force")} to delete it with its nodes.`,
  }),
  "deletion-not-confirmed": ({ pool }, slash) => ({
    what: text`To delete ${code(pool)}, its name has to be typed once more.`,
    next: text`For example ${code(`${slash} delete ${pool} ${pool}`)}.`,
  }),
  "window-unchanged": ({ cluster }) => ({
    what: text`The maintenance window of ${code(cluster)} already is as you want it.`,
    next: words("Nothing was changed."),
  }),
  "unknown-plan": ({ typed }, slash) => ({
    what: text`ACK has no plan ${code(typed)} here.`,
    next: text`${code(`${slash} plans`)} lists what it has planned.`,
  }),
  "plan-not-cancellable": ({ plan, state }) => ({
    what: text`The plan ${code(plan)} is ${code(state)}: only one that has not begun can be cancelled.`,
    next: words("Look at its task in the ACK console."),
  }),
  "unknown-nodes": ({ pool, nodes: missing }, slash) => ({
    what: text`The node pool ${code(pool)} has no node ${join(missing.map(code), ", ")}.`,
    next: text`${code(`${slash} show ${pool}`)} lists its nodes.`,
  }),
} satisfies Partial<Explanations>;
