import { pino, type Logger } from "pino";

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
/** Words that are secrets by their look: Slack tokens, signatures, and URLs that let anybody post. */
const secretLooks = /xox[a-z]-[\w-]+|xapp-[\w-]+|Signature=[0-9a-f]+|https?:\/\/hooks\.slack\.com\/\S+/g;

export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
    serializers: { err: serializeError },
    hooks: {
      streamWrite: (line) => line.replace(secretLooks, "[secret]"),
    },
  });
}

/** An error with its causes, and nothing of the requests and answers that some libraries hang on it. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...("code" in error ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}
