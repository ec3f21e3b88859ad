import type { JsonObject } from "../json.ts";

/** Thrown where the Kubernetes API refuses; its answer is a v1 Status. */
export class KubernetesError extends Error {
  override readonly name = "KubernetesError";
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export const statusBody = ({ status, reason, message }: KubernetesError): JsonObject => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message,
  reason,
  code: status,
});
