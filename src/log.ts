import { type DestinationStream, pino, type Logger } from "pino";

/** Fields that may hold a secret, wherever they stand in what is logged. */
const secretNames = [
  "token",
  "botToken",
  "appToken",
  "signingSecret",
  "secret",
  "accessKeySecret",
  "securityToken",
  "authorization",
  "Authorization",
  "password",
  "login_password",
  "response_url",
  "trigger_id",
];
/** The same fields in JSON that stands in a text: packages log what they send and receive in that way. */
const secretFields = new RegExp(
  String.raw`((?:${[...secretNames, "x-acs-security-token", "x-slack-signature"].join("|")})\\*"\s*:\s*\\*")[^"\\]+`,
  "g",
);
/** Words that are secrets by their look: Slack tokens, tickets, signatures, and URLs that let anybody post. */
const secretLooks =
  /xox[a-z]-[\w-]+|xapp-[\w-]+|Signature=[0-9a-f]+|v0=[0-9a-f]{64}|ticket=[\w-]+|https?:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"\\]+|security-?token[:=]\s*[^\s"\\,&]+/gi;

/** What is shorter is a word like any other, and taking it out would spoil the log. */
const shortestSecret = 8;

/**
 * The log of the whole program.
 * @param secrets values that the environment gave: taken out wherever they stand, whatever put them there
 */
export function createLog(level: string, secrets: readonly string[] = [], destination?: DestinationStream): Logger {
  const known = [...new Set(secrets.filter(({ length }) => length >= shortestSecret).flatMap(spellings))];
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
    serializers: { err: serializeError },
    hooks: {
      streamWrite: (line) =>
        known
          .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), line)
          .replace(secretFields, "$1[secret]")
          .replace(secretLooks, "[secret]"),
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** As it is, in JSON, and in a form that is sent. */
function spellings(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}

/** An error with its causes, and nothing of the requests and answers that some libraries hang on it. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...("code" in error ? { code: String(error.code) } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}
