import { invalidParameter } from "../errors.ts";
import { kubeconfig, kubernetesPath } from "../kubernetes/kubeconfig.ts";
import { utcTime } from "../wire-times.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

/** Minutes. */
const temporary = { from: 15, to: 4_320 };
const usual = 3 * 365 * 24 * 60;

/** Makes a kubeconfig for the cluster's Kubernetes API in miniature, which is served beside ACK's. */
export const describeClusterUserKubeconfig: Operation = {
  action: "DescribeClusterUserKubeconfig",
  method: "GET",
  path: "/k8s/:cluster/user_config",
  answer(call) {
    const { region, query, host } = call;
    const cluster = clusterOf(call);
    const asked = query["TemporaryDurationMinutes"] ?? "";
    const minutes = asked === "" ? usual : Number(asked);
    if (asked !== "" && !(Number.isInteger(minutes) && minutes >= temporary.from && minutes <= temporary.to)) {
      throw invalidParameter(`TemporaryDurationMinutes ${asked} is not from ${temporary.from} to ${temporary.to}`);
    }
    const expires = Date.now() + minutes * 60_000;
    const token = region.draw.letters(48);
    region.kubernetesTokens.set(token, { clusterId: cluster.id, expires });
    return {
      config: kubeconfig(`http://${host}${kubernetesPath(cluster.id)}`, cluster.id, token),
      expiration: utcTime(expires),
    };
  },
};
