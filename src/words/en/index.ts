import * as breakGlass from "./break-glass.ts";
import * as changes from "./changes.ts";
import * as charts from "./charts.ts";
import * as delegations from "./delegations.ts";
import * as diagnosis from "./diagnosis.ts";
import * as durations from "./durations.ts";
import * as joining from "./joining.ts";
import * as attachments from "./attachments.ts";
import * as initiatives from "./initiatives.ts";
import * as home from "./home.ts";
import * as labels from "./labels.ts";
import * as narrowing from "./narrowing.ts";
import * as operations from "./operations.ts";
import * as operationPlans from "./operation-plans.ts";
import { approvers } from "./approvers.ts";
import { explainCloudError } from "./cloud-errors.ts";
import { connection } from "./connection.ts";
import { explain } from "./refusals/index.ts";
import * as poolOptions from "./pool-options.ts";
import * as requests from "./request-problems.ts";
import * as stories from "./stories.ts";
import { stageName } from "./stages.ts";
import { poolState } from "./states.ts";
import { stepUpForms } from "./step-up.ts";

/** The English catalogue: every word that people read and that does not belong to one verb alone. */
export const en = {
  breakGlass,
  changes,
  charts,
  connection,
  delegations,
  diagnosis,
  durations,
  attachments,
  initiatives,
  home,
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
