import * as breakGlass from "./break-glass.ts";
import * as changes from "./changes.ts";
import * as delegations from "./delegations.ts";
import * as durations from "./durations.ts";
import * as attachments from "./attachments.ts";
import * as labels from "./labels.ts";
import * as operations from "./operations.ts";
import * as operationPlans from "./operation-plans.ts";
import * as plural from "./plural.ts";
import { approvers } from "./approvers.ts";
import { explainCloudError } from "./cloud-errors.ts";
import { explain } from "./refusals/index.ts";
import * as requests from "./request-problems.ts";
import { stageMark, stageName } from "./stages.ts";
import { stepUpForms } from "./step-up.ts";

/** The English catalogue: every word that people read and that does not belong to one verb alone. */
export const en = {
  breakGlass,
  changes,
  delegations,
  durations,
  attachments,
  labels,
  operations,
  operationPlans,
  plural,
  requests,
  approvers,
  explain,
  explainCloudError,
  stageMark,
  stageName,
  stepUpForms,
};
