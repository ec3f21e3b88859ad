import { resume } from "../life/intervene.ts";
import { poolOfTask, taskOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

export const resumeTask: Operation = {
  action: "ResumeTask",
  method: "POST",
  path: "/tasks/:task/resume",
  answer(call) {
    const task = taskOf(call);
    resume(call.region, task, poolOfTask(call, task));
    return null;
  },
};
