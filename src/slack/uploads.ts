import type { WebClient } from "@slack/web-api";
import type { Typed } from "../command-kit/command.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { uploadFor } from "./forms.ts";

/** Milliseconds for fetching a file. */
const patience = 10_000;
/** Bytes: no request for a node pool comes near it. */
const largest = 256 * 1024;
const slackFiles = "https://files.slack.com";

/** Puts what uploaded files hold in the place of their addresses, as if it had been pasted. */
export async function withUploads(client: WebClient, typed: Typed): Promise<Result<Typed, Refusal>> {
  const read: Record<string, string | boolean | null> = {};
  for (const [name, value] of Object.entries(typed)) {
    const option = uploadFor.optionOf(name);
    if (option === null) {
      read[name] ??= value;
    } else if (typeof value === "string" && value !== "") {
      const content = await fetchFile(client, value);
      if (!content.ok) return content;
      read[option] = content.value;
    }
  }
  return success(read);
}

async function fetchFile(client: WebClient, address: string): Promise<Result<string, Refusal>> {
  const unreadable = (reason: string): Result<never, Refusal> => failure({ code: "file-unreadable", reason });
  // The token goes to Slack and to nobody else.
  const origins = new Set([slackFiles, new URL(client.slackApiUrl).origin]);
  if (!URL.canParse(address) || !origins.has(new URL(address).origin)) return unreadable("not a file of Slack");
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${client.token ?? ""}` },
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) return unreadable(`HTTP ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.byteLength > largest) return unreadable(`more than ${largest / 1024} KiB`);
    return success(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}
