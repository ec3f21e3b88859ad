import { approvers } from "./approvers.ts";
import * as attachments from "./attachments.ts";
import * as breakGlass from "./break-glass.ts";
import * as changes from "./changes.ts";
import * as charts from "./charts.ts";
import { explainCloudError } from "./cloud-errors.ts";
import { connection } from "./connection.ts";
import * as delegations from "./delegations.ts";
import * as diagnosis from "./diagnosis.ts";
import * as durations from "./durations.ts";
import * as home from "./home.ts";
import * as initiatives from "./initiatives.ts";
import * as joining from "./joining.ts";
import * as labels from "./labels.ts";
import * as narrowing from "./narrowing.ts";
import * as operationPlans from "./operation-plans.ts";
import * as operations from "./operations.ts";
import * as poolOptions from "./pool-options.ts";
import { explain } from "./refusals/index.ts";
import * as requests from "./request-problems.ts";
import { stageName } from "./stages.ts";
import { poolState } from "./states.ts";
import { stepUpForms } from "./step-up.ts";
import * as stories from "./stories.ts";

/** The catalogue in simplified Chinese, with the terms of ACK's console. */
export const zhCN = {
  breakGlass,
  changes,
  charts,
  home,
  connection,
  delegations,
  diagnosis,
  durations,
  attachments,
  initiatives,
  joining,
  labels,
  narrowing,
  operations,
  operationPlans,
  poolOptions,
  requests,
  approvers,
  explain,
  explainCloudError,
  poolState,
  stories,
  stageName,
  stepUpForms,
};
