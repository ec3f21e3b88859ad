import { eventList } from "./event-list.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

export const describeClusterEvents: Operation = {
  action: "DescribeClusterEvents",
  method: "GET",
  path: "/clusters/:cluster/events",
  answer(call) {
    const { id } = clusterOf(call);
    const task = call.region.tasks.get(call.query["task_id"] ?? "");
    return eventList(
      call,
      (notice) =>
        notice.clusterId === id &&
        ((call.query["task_id"] ?? "") === "" || (task !== undefined && notice.taskId === task.id)),
    );
  },
};
