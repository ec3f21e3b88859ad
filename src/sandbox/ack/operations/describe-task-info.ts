import { taskOf } from "./guards.ts";
import type { Operation } from "./operation.ts";
import { taskInfo } from "./wire-task.ts";

export const describeTaskInfo: Operation = {
  action: "DescribeTaskInfo",
  method: "GET",
  path: "/tasks/:task",
  answer: (call) => taskInfo(call.region, taskOf(call)),
};
