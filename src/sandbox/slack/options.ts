import type { Hono } from "hono";
import type {
  AskOptions,
  Delivery,
  Interference,
  Language,
  Options,
  PageCloud,
  PageMessage,
  PageState,
  Place,
  RunBot,
  SetFault,
  Speak,
  StateValues,
  Submission,
  TypeMessage,
} from "../page-protocol.ts";
import type { SlackAssumptions } from "./assumptions.ts";
import type { WebApiCall } from "./call-log.ts";
import type { DisconnectReason } from "./delivery/socket-mode.ts";
import type { SlackFault } from "./faults.ts";
import type { Json, Person } from "./model.ts";
import type { WorkspaceSeed } from "./seed.ts";

export interface WorkspaceOptions {
  /** A free one where it is left out. */
  readonly port?: number;
  readonly now?: () => Date;
  /** Team Harbour where it is left out, see seed.ts. */
  readonly seed?: WorkspaceSeed;
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  /** Deliver by signed HTTP to this URL instead of Socket Mode. */
  readonly http?: { readonly requestUrl: string };
  /** Port that apps.connections.open names, where something stands in between; its own where it is left out. */
  readonly socketPort?: number;
  /** The app's slash command; `/pool` where it is left out. */
  readonly command?: string;
  readonly usageHint?: string;
  /** The manifest's `should_escape`: true where it is left out. */
  readonly shouldEscape?: boolean;
  /** Granted bot scopes; see seed.ts for those granted by default. */
  readonly scopes?: readonly string[];
  /** Event subscriptions; see seed.ts. Message events are called `message.channels`, `message.im`, `message.groups`. */
  readonly events?: readonly string[];
  readonly assumptions?: Partial<SlackAssumptions>;
  /** Files of the page, index.html at `/`, and further routes that stand before them. */
  readonly page?: {
    readonly directory: string;
    readonly extra?: (server: Hono) => void;
  };
  /** What the page shows of the cloud and of the bot's process. */
  readonly cloud?: () => PageCloud;
  readonly bot?: () => "running" | "stopped";
  /** In which the bot speaks in channels; English where it is left out. */
  readonly language?: () => Language;
  readonly onSetFault?: (request: SetFault) => Delivery | Promise<Delivery>;
  readonly onInterference?: (request: Interference) => Delivery | Promise<Delivery>;
  readonly onRunBot?: (request: RunBot) => Delivery | Promise<Delivery>;
  readonly onSpeak?: (request: Speak) => Delivery | Promise<Delivery>;
}

/**
 * A running workspace. What people do resolves when the app acknowledged it, or when Slack would have given up
 * waiting; `error` is then what Slack shows the person.
 */
export interface Workspace {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The base of the Web API, for `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;

  /** Types a line into a channel: a slash command, or a message. */
  type(as: string, channel: string, line: string): Promise<Delivery>;
  /** Writes a message, in a thread as well. */
  write(message: TypeMessage): Promise<Delivery>;
  /** Uses an element; `action` names it by `action_id` (and `block_id`) and says what was chosen. */
  use(as: string, place: Place, action: Json, values?: StateValues): Promise<Delivery>;
  /**
   * Presses a button by its action id. Given a message as somebody saw it earlier, what is pressed is the button of
   * then, though an edit may have taken it away. Throws where there is no such button.
   */
  press(as: string, where: PageMessage | Place, actionId: string): Promise<Delivery>;
  /** Submits a modal. Values left out are what the inputs start with. */
  submit(as: string, viewId: string, values?: StateValues): Promise<Submission>;
  /** Closes the top modal, or with `all` the stack. */
  closeView(as: string, viewId: string, all?: boolean): Promise<Delivery>;
  openHome(as: string): Promise<Delivery>;
  options(ask: AskOptions): Promise<Options>;

  /** What that person sees, ephemeral messages included. */
  state(as: string): PageState;
  /** What all in a channel see, oldest first. */
  messages(channel: string): PageMessage[];
  /** Resolves with the first useful answer of the probe, asked at each change. Rejects after 5 s by default. */
  waitFor<T>(probe: () => T | undefined | null | false, what: string, timeoutMs?: number): Promise<T>;
  /** Calls of the Web API, oldest first; posts to response URLs stand there as `response_url`. */
  webApiCalls(method?: string): readonly WebApiCall[];
  /** Tells open pages that something changed, for example in the cloud. */
  changed(): void;
  connected(): boolean;

  setFault(fault: SlackFault): void;
  clearFaults(): void;
  /** From now on the token is answered with `token_revoked`. */
  revokeToken(which: "bot" | "app"): void;
  /** Asks the app's sockets to go (Socket Mode only). */
  disconnectSockets(reason: DisconnectReason): void;
  /** Slack's challenge for a request URL (HTTP only): whether the app answered it rightly. */
  verifyRequestUrl(): Promise<boolean>;

  addPerson(person: Person): void;
  deactivate(user: string): void;
  setGroup(group: string, users: readonly string[]): void;
  archive(channel: string): void;
  removeBotFrom(channel: string): void;
  makeReadOnly(channel: string): void;
  close(): Promise<void>;
}
