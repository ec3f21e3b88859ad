import * as z from "zod";
import { SetupError } from "./problem.ts";

/** How Slack's requests reach the bot. */
export type Transport =
  | { readonly kind: "socket"; readonly appToken: string }
  | { readonly kind: "http"; readonly signingSecret: string };

/** Everything that the environment sets, once it is found complete. */
export interface Environment {
  readonly slack: {
    readonly botToken: string;
    readonly transport: Transport;
    /** null: Slack's own. */
    readonly apiUrl: string | null;
    /** The slash command, with its slash. */
    readonly command: string;
  };
  readonly cloud: {
    readonly endpoint: { readonly protocol: "HTTP" | "HTTPS"; readonly host: string } | null;
    readonly accessKey: { readonly id: string; readonly secret: string; readonly securityToken: string | null } | null;
  };
  readonly port: number;
  readonly configurationFile: string;
  readonly dataFolder: string;
  /** The PostgreSQL database that replicas share; null: the files of the data folder. */
  readonly databaseUrl: string | null;
  /** Seals the audit log; null: a key that lies beside it, which there is with files alone. */
  readonly auditKey: string | null;
  /** Seals the secrets of people's authenticators; null: nobody can set one up. */
  readonly stepUpKey: string | null;
  readonly logLevel: string;
  /** Values that must not be told anywhere. */
  readonly secrets: readonly string[];
}

/** Variables as the process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

const slackVariables = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"] as const;

/** Whether there is nothing that would connect the bot to a workspace: then the sandbox opens. */
export function hasNoSlack(variables: Variables): boolean {
  return slackVariables.every((name) => isUnset(variables[name]) && isUnset(variables[`${name}_FILE`]));
}

/** Variables whose values are secrets. */
const secretVariables = [
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALIBABA_CLOUD_SECURITY_TOKEN",
  "DATABASE_URL",
  "LIFEGUARD_AUDIT_KEY",
  "LIFEGUARD_STEP_UP_KEY",
];

const botToken = z
  .string({ error: "is not set: give the bot token (xoxb-…) of the installed app" })
  .startsWith("xoxb-", { error: "is not a bot token: those begin with xoxb-" });
const appToken = z
  .string()
  .startsWith("xapp-", { error: "is not an app-level token: those begin with xapp-" })
  .optional();
const signingSecret = z.string().min(8, { error: "is too short to be a signing secret" }).optional();
const command = z
  .string()
  .regex(/^\/[^\s/]{1,31}$/, { error: "has to be a slash command, like /pool" })
  .default("/pool");
const port = z.coerce
  .number({ error: "has to be a port number, 0 to 65535" })
  .int()
  .min(0)
  .max(65_535, { error: "has to be a port number, 0 to 65535" })
  .default(3000);
const levels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const webAddress = z
  .url({ protocol: /^https?$/, error: "has to be a URL, like http://127.0.0.1:4000/api/" })
  .optional();
const cloudEndpoint = z
  .string()
  .transform((value) => (value.includes("://") ? value : `https://${value}`))
  .pipe(z.url({ protocol: /^https?$/, error: "has to be a URL or host, like http://127.0.0.1:4010" }))
  .transform((value) => {
    const url = new URL(value);
    return { protocol: url.protocol === "http:" ? ("HTTP" as const) : ("HTTPS" as const), host: url.host };
  })
  .optional();

const database = z
  .url({ protocol: /^postgres(ql)?$/, error: "has to be a URL, like postgres://lifeguard:…@db.example.com/lifeguard" })
  .optional();

const key = z.string().min(32, { error: "is too short to be a key: give at least 32 characters" }).optional();

const schema = z.object({
  SLACK_BOT_TOKEN: botToken,
  SLACK_APP_TOKEN: appToken,
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_API_URL: webAddress,
  PORT: port,
  ALIBABA_CLOUD_ACCESS_KEY_ID: z.string().optional(),
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: z.string().optional(),
  ALIBABA_CLOUD_SECURITY_TOKEN: z.string().optional(),
  ALIBABA_CLOUD_CS_ENDPOINT: cloudEndpoint,
  LIFEGUARD_CONFIG: z.string().default("lifeguard.yml"),
  LIFEGUARD_DATA_DIR: z.string().default("data"),
  LIFEGUARD_COMMAND: command,
  DATABASE_URL: database,
  LIFEGUARD_AUDIT_KEY: key,
  LIFEGUARD_STEP_UP_KEY: key,
  LOG_LEVEL: z.enum(levels, { error: `has to be one of ${levels.join(", ")}` }).default("info"),
});

/**
 * Reads the environment. Every variable can also be given as `NAME_FILE`, the path of a file that holds its value.
 * @param readFile gives the content of a file as text
 * @throws SetupError with a line for each variable that is missing or wrong
 */
export function readEnvironment(variables: Variables, readFile: (path: string) => string): Environment {
  const values = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = valueOf(name, variables, readFile);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const parsed = schema.safeParse(values);
  if (!parsed.success)
    throw new SetupError(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`));
  const set = parsed.data;
  if (set.DATABASE_URL !== undefined && set.LIFEGUARD_AUDIT_KEY === undefined) {
    throw new SetupError([
      "LIFEGUARD_AUDIT_KEY is not set, but DATABASE_URL is: give a key of at least 32 characters, the same to every replica",
    ]);
  }
  return {
    slack: {
      botToken: set.SLACK_BOT_TOKEN,
      transport: transportOf(set),
      apiUrl: set.SLACK_API_URL ?? null,
      command: set.LIFEGUARD_COMMAND,
    },
    cloud: { endpoint: set.ALIBABA_CLOUD_CS_ENDPOINT ?? null, accessKey: accessKeyOf(set) },
    port: set.PORT,
    configurationFile: set.LIFEGUARD_CONFIG,
    dataFolder: set.LIFEGUARD_DATA_DIR,
    databaseUrl: set.DATABASE_URL ?? null,
    auditKey: set.LIFEGUARD_AUDIT_KEY ?? null,
    stepUpKey: set.LIFEGUARD_STEP_UP_KEY ?? null,
    logLevel: set.LOG_LEVEL,
    secrets: [...secretVariables.flatMap((name) => values[name] ?? []), ...passwordIn(set.DATABASE_URL)],
  };
}

/** The password of a URL, as it stands there and as it is sent. */
function passwordIn(url: string | undefined): readonly string[] {
  const written = url === undefined ? "" : new URL(url).password;
  return written === "" ? [] : [...new Set([written, decodeURIComponent(written)])];
}

function transportOf(set: z.infer<typeof schema>): Transport {
  if (set.SLACK_APP_TOKEN !== undefined) return { kind: "socket", appToken: set.SLACK_APP_TOKEN };
  if (set.SLACK_SIGNING_SECRET !== undefined) return { kind: "http", signingSecret: set.SLACK_SIGNING_SECRET };
  throw new SetupError([
    "SLACK_APP_TOKEN is not set: give it for Socket Mode (xapp-…), or SLACK_SIGNING_SECRET to be called over HTTP",
  ]);
}

function accessKeyOf(set: z.infer<typeof schema>): Environment["cloud"]["accessKey"] {
  const id = set.ALIBABA_CLOUD_ACCESS_KEY_ID;
  const secret = set.ALIBABA_CLOUD_ACCESS_KEY_SECRET;
  if (id === undefined && secret === undefined) return null;
  if (id === undefined) {
    throw new SetupError(["ALIBABA_CLOUD_ACCESS_KEY_ID is not set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is: give both"]);
  }
  if (secret === undefined) {
    throw new SetupError(["ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set, but ALIBABA_CLOUD_ACCESS_KEY_ID is: give both"]);
  }
  return { id, secret, securityToken: set.ALIBABA_CLOUD_SECURITY_TOKEN ?? null };
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value.trim() === "";
}

/** The value of one variable, directly or from the file that `NAME_FILE` names. @throws SetupError where the file cannot be read */
export function valueOf(name: string, variables: Variables, readFile: (path: string) => string): string | undefined {
  const direct = variables[name];
  if (!isUnset(direct)) return direct?.trim();
  const path = variables[`${name}_FILE`];
  if (path === undefined || isUnset(path)) return undefined;
  try {
    return readFile(path).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError([`${name}_FILE names a file that cannot be read: ${reason}`]);
  }
}
