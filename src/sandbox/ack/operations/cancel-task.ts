import { cancel } from "../life/intervene.ts";
import { poolOfTask, taskOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

export const cancelTask: Operation = {
  action: "CancelTask",
  method: "POST",
  path: "/tasks/:task/cancel",
  answer(call) {
    const task = taskOf(call);
    cancel(call.region, task, poolOfTask(call, task));
    return null;
  },
};
