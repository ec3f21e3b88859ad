/** What an error of ACK means, and what to do about it. */
export interface CloudProblem {
  readonly cause: string;
  readonly next: string;
}

const ticket = "Open a ticket with Alibaba Cloud and give it the request ID.";
const instance = "Look at the instance in the ECS console, and open a ticket if it does not come back.";

/** Alert rules of managed node pools (ACK: rule set cluster-ops-err), by the rule's name and the id of its event. */
const alerts: readonly (readonly [rule: string, event: string, CloudProblem])[] = [
  ["nlc-run-cmd-err", "run_command_fail", { cause: "a command that ACK ran on the managed pool failed", next: ticket }],
  ["nlc-empty-cmd", "empty_task_cmd", { cause: "ACK's task came without the command to run", next: ticket }],
  ["nlc-url-m-unimp", "url_mode_unimpl", { cause: "ACK's task asks for a mode that is not implemented", next: ticket }],
  ["nlc-opt-no-found", "op_not_found", { cause: "ACK does not know the repair that it was to make", next: ticket }],
  ["nlc-des-node-err", "destroy_node_fail", { cause: "a node could not be destroyed", next: instance }],
  [
    "nlc-drain-node-err",
    "drain_node_fail",
    {
      cause: "a node could not be drained",
      next: "Look for disruption budgets that allow nothing, for pods that cannot move, and for room on the other nodes.",
    },
  ],
  [
    "nlc-restart-ecs-wait",
    "restart_ecs_wait_fail",
    { cause: "a restarted instance did not come up in time", next: instance },
  ],
  ["nlc-restart-ecs-err", "restart_ecs_fail", { cause: "an instance could not be restarted", next: instance }],
  [
    "nlc-reset-ecs-err",
    "reset_ecs_fail",
    { cause: "the system disk of an instance could not be reset", next: instance },
  ],
  [
    "nlc-sel-repair-err",
    "repair_fail",
    {
      cause: "ACK could not repair a node by itself",
      next: "Somebody has to look at the node: repair it by name, or remove it and let the pool make another.",
    },
  ],
];

/** The same by either name, as it stands in messages. */
export const alertsByName: Readonly<Record<string, CloudProblem>> = Object.fromEntries(
  alerts.flatMap(([rule, event, problem]) => [
    [rule, problem],
    [`sls.app.ack.nlc.${event}`, problem],
  ]),
);
