import { pause } from "../life/intervene.ts";
import { poolOfTask, taskOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

export const pauseTask: Operation = {
  action: "PauseTask",
  method: "POST",
  path: "/tasks/:task/pause",
  answer(call) {
    const task = taskOf(call);
    pause(call.region, task, poolOfTask(call, task));
    return null;
  },
};
