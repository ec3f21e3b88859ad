import type { SlackAssumptions } from "./assumptions.ts";
import type { CallLog } from "./call-log.ts";
import type { Changes } from "./changes.ts";
import type { DeliveryRequest, Outcome } from "./delivery/transport.ts";
import type { Faults } from "./faults.ts";
import type { Json } from "./model.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { ResponseUrls } from "./response-urls.ts";
import type { WorkspaceState } from "./state.ts";
import type { Triggers } from "./triggers.ts";
import type { Validator } from "./validation/validator.ts";

/** The one app that is installed in the workspace, as its manifest and its installation make it. */
export interface InstalledApp {
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** The deprecated token that every payload still carries. */
  readonly verificationToken: string;
  readonly scopes: readonly string[];
  readonly events: readonly string[];
  readonly command: string;
  readonly usageHint: string;
  /** The manifest's `should_escape`. */
  readonly shouldEscape: boolean;
  /** Tokens that were revoked while the sandbox runs. */
  readonly revoked: Set<string>;
}

/** What the parts of the miniature Slack share. */
export interface Context {
  readonly app: InstalledApp;
  readonly state: WorkspaceState;
  readonly now: () => Date;
  readonly assumptions: SlackAssumptions;
  readonly changes: Changes;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly validator: Validator;
  /** Where this server stands: `http://127.0.0.1:PORT`. */
  url(): string;
  /** A single-use address for one socket of the app. */
  socketUrl(): string;
  deliver(request: DeliveryRequest): Promise<Outcome>;
  /** Sends an event if the app subscribed to it; resolves with its first attempt, null where not subscribed. */
  emit(event: Json & { readonly type: string }): Promise<Outcome | null>;
}
