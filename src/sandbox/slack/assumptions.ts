/**
 * What Slack's published documentation leaves open, or what is only known by report. Each switch says what the
 * miniature does; a test that hangs on one of them should set it, so that it is plain what it relies on.
 */
export interface SlackAssumptions {
  /** How long Slack waits for an acknowledgement, in milliseconds. Documented: 3000. Shorter makes tests faster. */
  readonly ackTimeoutMs: number;
  /** How long a trigger id lives, in milliseconds. Documented: 3000. */
  readonly triggerLifeMs: number;
  /** What a person is shown when the app did not acknowledge in time. */
  readonly timeoutError: string;
  /** What a person is shown when no app could be reached, or it answered with an error. */
  readonly undeliverableError: string;
  /** Nothing is known of a queue for interactions while no app is connected: refuse at once, or wait for a socket. */
  readonly whileDisconnected: "refuse" | "wait";
  /** Waits before each redelivery of an event, in milliseconds. Documented for HTTP; for Socket Mode taken over. */
  readonly eventRetryDelaysMs: readonly number[];
  /** How often the server pings each socket, in milliseconds. */
  readonly pingIntervalMs: number;
  /** How long a socket lives before Slack asks for a refresh ("every few hours"), in milliseconds. */
  readonly socketLifeMs: number;
  /** How long a socket ticket may wait for its connection, in milliseconds. */
  readonly ticketLifeMs: number;
  readonly rateLimits: RateLimitAssumptions;
  /** Text of commands arrives with `&`, `<`, `>` as entities, as message text does. */
  readonly commandTextEntities: boolean;
  /** Escaped users in command text carry a name: `<@U0ALICE|alice>`. The documented example shows none. */
  readonly escapedUsersCarryName: boolean;
  /** Whether block_actions from an ephemeral message carry `message`. An app must not need it. */
  readonly ephemeralActionsCarryMessage: boolean;
  /** The answer to a reply under a message that is not there; null lets it through. */
  readonly unknownThreadError: string | null;
  /** Whether editing needs the bot to be a member of a public channel. */
  readonly updateNeedsMembership: boolean;
  /** HTTP status for a response URL that was used up or is too old. */
  readonly deadResponseUrlStatus: number;
  /** HTTP status for a message that a response URL refuses. */
  readonly refusedResponseStatus: number;
  /** The documentation says 150, the SDK's type comments say 75. */
  readonly maxOptionValue: number;
  readonly maxRadioOptions: number;
  readonly maxOverflowOptions: number;
  /** Older pages say one table a message; the sentence is gone in newer ones. */
  readonly maxTables: number;
  /** Reported by others as about 13,000: text of all blocks together. Null for no such limit. */
  readonly maxTextOfAllBlocks: number | null;
  /** Bytes of a message's metadata; only the error is documented. */
  readonly maxMetadataBytes: number;
  /** Where blocks may stand that the documentation's index leaves out. */
  readonly unlistedBlockSurfaces: Readonly<Record<"header" | "carousel" | "plan", readonly Surface[]>>;
}

export type Surface = "message" | "modal" | "home";

export interface RateLimitAssumptions {
  readonly enabled: boolean;
  /** Multiplies every limit: 10 allows ten times as many calls. */
  readonly scale: number;
  /** Messages a channel takes at once before "one a second" holds. */
  readonly channelBurst: number;
  /** Messages to the whole workspace per minute ("several hundred"). */
  readonly messagesPerMinute: number;
  /** apps.connections.open is said to be tier 1; reconnecting tests would be stopped by that. */
  readonly connectionsPerMinute: number;
}

export const defaultAssumptions: SlackAssumptions = {
  ackTimeoutMs: 3_000,
  triggerLifeMs: 3_000,
  timeoutError: "operation_timeout",
  undeliverableError: "dispatch_failed",
  whileDisconnected: "refuse",
  eventRetryDelaysMs: [0, 60_000, 300_000],
  pingIntervalMs: 15_000,
  socketLifeMs: 4 * 3_600_000,
  ticketLifeMs: 60_000,
  rateLimits: {
    enabled: true,
    scale: 1,
    channelBurst: 10,
    messagesPerMinute: 300,
    connectionsPerMinute: 60,
  },
  commandTextEntities: true,
  escapedUsersCarryName: false,
  ephemeralActionsCarryMessage: false,
  unknownThreadError: "thread_not_found",
  updateNeedsMembership: false,
  deadResponseUrlStatus: 404,
  refusedResponseStatus: 400,
  maxOptionValue: 150,
  maxRadioOptions: 10,
  maxOverflowOptions: 5,
  maxTables: 1,
  maxTextOfAllBlocks: 13_000,
  maxMetadataBytes: 16_000,
  unlistedBlockSurfaces: {
    header: ["message", "modal", "home"],
    carousel: ["message", "home"],
    plan: ["message"],
  },
};
