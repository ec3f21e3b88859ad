import { createHmac } from "node:crypto";

/** The headers that prove a request is Slack's (Slack: "Verifying requests from Slack", version v0). */
export function signatureHeaders(secret: string, body: string, now: Date): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": timestamp, "x-slack-signature": `v0=${digest}` };
}
