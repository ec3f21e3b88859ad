/**
 * What the sandbox's page and its server say to each other: JSON over plain HTTP, and one stream of
 * server-sent events that says "something changed". The page then reads the state again as the person it acts as.
 *
 * | request                      | body                | answer            |
 * | ---------------------------- | ------------------- | ----------------- |
 * | GET  /sandbox/state?as=U…    |                     | {@link PageState} |
 * | GET  /sandbox/events         |                     | event stream; each event's data is a {@link ChangeNotice} |
 * | POST /sandbox/command        | {@link TypeCommand} | {@link Delivery}  |
 * | POST /sandbox/message        | {@link TypeMessage} | {@link Delivery}  |
 * | POST /sandbox/action         | {@link UseElement}  | {@link Delivery}  |
 * | POST /sandbox/options        | {@link AskOptions}  | {@link Options}   |
 * | POST /sandbox/file         | {@link UploadFile}  | {@link Upload}    |
 * | POST /sandbox/view-submit    | {@link SubmitView}  | {@link Submission} |
 * | POST /sandbox/view-close     | {@link CloseView}   | {@link Delivery}  |
 * | POST /sandbox/home-opened    | {@link OpenHome}    | {@link Delivery}  |
 * | POST /sandbox/cloud/fault    | {@link SetFault}    | {@link Delivery}  |
 * | POST /sandbox/cloud/pool     | {@link Interference} | {@link Delivery} |
 * | POST /sandbox/bot            | {@link RunBot}      | {@link Delivery}  |
 * | POST /sandbox/language       | {@link Speak}       | {@link Delivery}  |
 */

/** A Block Kit block, attachment-free, exactly as the app sent it. */
export type Block = Readonly<Record<string, unknown>> & { readonly type: string };

/** Somebody one can act as. */
export interface PagePerson {
  readonly id: string;
  readonly name: string;
  /** What they are, in a few words: "engineer", "approver", "guest", "from another company". */
  readonly title: string;
  readonly kind: "member" | "guest" | "stranger" | "deactivated" | "bot";
  /** In which moments are written for them; null: Slack does not tell. */
  readonly locale: string | null;
  readonly timezone: string;
}

/** A user group, by the handle people mention it with: "sre", without its @. */
export interface PageGroup {
  readonly id: string;
  readonly handle: string;
}

/** A channel, or a direct conversation with the app (its id starts with D). */
export interface PageChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "private" | "direct";
  readonly shared: boolean;
  readonly archived: boolean;
  readonly members: readonly string[];
}

export interface PageMessage {
  readonly channel: string;
  /** Slack's time stamp, the message's id within its channel. */
  readonly ts: string;
  readonly threadTs: string | null;
  readonly author: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly edited: boolean;
  /** Only the person it is addressed to gets it in their state; never edited, gone when the sandbox stops. */
  readonly ephemeral: boolean;
  readonly files: readonly { readonly id: string; readonly name: string; readonly url: string }[];
}

/** An open modal or a published Home, as Slack keeps it. */
export interface PageView {
  readonly id: string;
  readonly type: "modal" | "home";
  readonly title: string;
  readonly submit: string | null;
  readonly close: string | null;
  readonly blocks: readonly Block[];
  readonly hash: string;
}

export interface PageCloud {
  readonly clusters: readonly {
    readonly id: string;
    readonly name: string;
    readonly region: string;
    readonly state: string;
    readonly version: string;
    readonly pools: readonly PageCloudPool[];
  }[];
  /** Faults that are on now, newest last. */
  readonly faults: readonly CloudFault[];
  /** Calls the cloud was asked lately, newest first: at most 50. */
  readonly calls: readonly {
    readonly at: string;
    readonly action: string;
    readonly status: number;
    readonly code: string | null;
  }[];
  /** How many seconds pass in the cloud in one second here. */
  readonly speed: number;
}

export interface PageCloudPool {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly desiredSize: number | null;
  readonly totalNodes: number;
  readonly servingNodes: number;
  readonly task: { readonly id: string; readonly type: string; readonly state: string } | null;
}

/** What can go wrong in the miniature cloud. `action` limits a fault to one API action, "*" to none. */
export type CloudFault =
  | { readonly kind: "slow"; readonly action: string; readonly seconds: number }
  | { readonly kind: "hang"; readonly action: string }
  | { readonly kind: "throttle"; readonly action: string }
  | { readonly kind: "error"; readonly action: string; readonly status: number; readonly code: string }
  /** The connection is cut before anything is done. */
  | { readonly kind: "drop"; readonly action: string }
  /** The call takes effect, then the connection is cut: the answer is lost. */
  | { readonly kind: "lose-answer"; readonly action: string }
  /** The call takes effect, then the connection is cut in the middle of its answer. */
  | { readonly kind: "half-answer"; readonly action: string }
  /** Running tasks of the pool are forgotten: asking for them answers 404. */
  | { readonly kind: "lose-task"; readonly pool: string }
  /** The next task on the pool leaves a node broken and fails. */
  | { readonly kind: "break-node"; readonly pool: string };

export interface PageState {
  readonly me: string;
  readonly people: readonly PagePerson[];
  readonly groups: readonly PageGroup[];
  readonly channels: readonly PageChannel[];
  /** Messages of the channels this person can see, oldest first. */
  readonly messages: readonly PageMessage[];
  /** The stack of open modals of this person, the top one last. */
  readonly views: readonly PageView[];
  readonly home: PageView | null;
  readonly commands: readonly { readonly command: string; readonly usageHint: string }[];
  /** Whether an app's socket (or HTTP endpoint) is there to take what people do. */
  readonly connected: boolean;
  readonly bot: "running" | "stopped";
  /** Of what the bot says to all in a channel. */
  readonly language: Language;
  readonly cloud: PageCloud;
}

export const pageLanguages = ["en", "zh-CN"] as const;
export type Language = (typeof pageLanguages)[number];

export interface ChangeNotice {
  readonly revision: number;
}

export interface TypeCommand {
  readonly as: string;
  readonly channel: string;
  /** The whole line, with its slash: `/pool scale prod-pool 6`. */
  readonly text: string;
}

export interface TypeMessage {
  readonly as: string;
  readonly channel: string;
  readonly threadTs: string | null;
  readonly text: string;
}

/** Where an element stands that a person uses. */
export type Place =
  | { readonly kind: "message"; readonly channel: string; readonly ts: string }
  | { readonly kind: "view"; readonly id: string };

/** State values of the inputs in a message or view, as Slack shapes them: block id, then action id. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export interface UseElement {
  readonly as: string;
  readonly place: Place;
  /** The element's part of a block_actions payload: type, action_id, block_id, and value or selected_… */
  readonly action: Readonly<Record<string, unknown>>;
  readonly values: StateValues;
}

export interface AskOptions {
  readonly as: string;
  readonly place: Place;
  readonly blockId: string;
  readonly actionId: string;
  readonly query: string;
}

export interface Options {
  readonly ok: boolean;
  readonly options: readonly Block[];
}

export interface SubmitView {
  readonly as: string;
  readonly viewId: string;
  readonly values: StateValues;
}

export interface Submission {
  readonly ok: boolean;
  readonly error: string | null;
  /** Messages under inputs, by block id, when the app refused the values. */
  readonly errors: Readonly<Record<string, string>> | null;
}

/** A text file that a person picks in a file input. */
export interface UploadFile {
  readonly name: string;
  readonly content: string;
}

/** What the workspace made of it: the file as a view's values carry it; null where it was not taken. */
export interface Upload {
  readonly file: Readonly<Record<string, unknown>> | null;
}

export interface CloseView {
  readonly as: string;
  readonly viewId: string;
  /** The X closes the whole stack, Cancel the top one. */
  readonly all: boolean;
}

export interface OpenHome {
  readonly as: string;
}

export interface SetFault {
  readonly fault: CloudFault;
  readonly on: boolean;
}

/** What somebody in the console, or the cloud by itself, does to a pool behind the bot's back. */
export type Interference = { readonly pool: string } & (
  | { readonly do: "resize"; readonly desiredSize: number }
  /** Nodes of the pool get a label, those that are there as well. */
  | { readonly do: "label"; readonly key: string; readonly value: string }
  /** The cloud plans work, as its automatic features do. It begins in so many seconds of the page's time. */
  | { readonly do: "plan"; readonly type: PlannedWork; readonly seconds: number }
  | { readonly do: "break-node" }
  | { readonly do: "heal-nodes" }
  /** The next of a few vulnerabilities turns up on every node. */
  | { readonly do: "find-vulnerability" }
  /** An alert rule of managed pools (`nlc-…`) fires. */
  | { readonly do: "raise-alert"; readonly rule: AlertRule }
);

export const plannedWorks = ["KUBELET_UPGRADE", "CVE_FIX"] as const;
export type PlannedWork = (typeof plannedWorks)[number];

/** By the id of their event, as ACK documents them. */
export const alertRules = [
  "drain_node_fail",
  "repair_fail",
  "restart_ecs_wait_fail",
  "restart_ecs_fail",
  "reset_ecs_fail",
  "destroy_node_fail",
  "run_command_fail",
  "empty_task_cmd",
  "url_mode_unimpl",
  "op_not_found",
] as const;
export type AlertRule = (typeof alertRules)[number];

export interface RunBot {
  readonly do: "start" | "stop" | "kill";
}

/** The bot starts again, and speaks another language in channels. */
export interface Speak {
  readonly language: Language;
}

/** What became of what a person did; `error` is what Slack would show them, "operation_timeout" for example. */
export interface Delivery {
  readonly ok: boolean;
  readonly error: string | null;
}
