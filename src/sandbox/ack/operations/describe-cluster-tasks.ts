import type { Task } from "../state.ts";
import { clusterOf } from "./guards.ts";
import type { Call, Operation } from "./operation.ts";
import { pageOf } from "./paging.ts";
import { taskListed } from "./wire-task.ts";

/** Newest first. */
export const describeClusterTasks: Operation = {
  action: "DescribeClusterTasks",
  method: "GET",
  path: "/clusters/:cluster/tasks",
  answer(call) {
    const { region, query, requestId } = call;
    const { id } = clusterOf(call);
    const tasks = [...region.tasks.values()]
      .filter((task) => task.clusterId === id && !task.forgotten && matches(call, task))
      .toReversed();
    const page = pageOf(tasks, query, region.assumptions.tasksPageSize);
    return {
      tasks: page.items.map((task) => taskListed(region, task)),
      page_info: page.page_info,
      ...page.next,
      requestId,
    };
  },
};

function matches({ region, query }: Call, { phase, type }: Task): boolean {
  if (!region.assumptions.taskListFilters) return true;
  return (query["state"] ?? phase) === phase && (query["task_type"] ?? type) === type;
}
