/** Where the bot is killed: each a place in its work that can be told from outside, or a step of its writing to disk. */

const written = ["before it is written", "half written", "written", "synced"];
const called = ["before it is taken", "taken, not answered", "answered"];
const each = (what, moments) => moments.map((moment) => `${what}: ${moment}`);

/** By `disk-steps.mjs`, in the bot's own process. */
export const diskSteps = [
  ...each("operation", written),
  "operation: in its place",
  "operations folder: synced",
  "operation: in the archive",
  "archive folder: synced",
  ...each("other record", [...written, "in its place"]),
  ...each("audit line", written),
  // What is written to their file is on the disk: nothing is synced after it.
  ...each(
    "taken request",
    written.filter((moment) => moment !== "synced"),
  ),
  "audit key: half written",
];

/** By `database-steps.mjs`, in the same way. */
export const databaseSteps = [
  "operation in the database",
  "audit line in the database",
  "taken request in the database",
  "news in the database",
  "lease",
  "commit",
].flatMap((what) => each(what, ["before it is written", "written"]));

/** By the proxies between the bot, ACK and Slack. */
export const callSteps = [
  ...each("change at ACK", called),
  ...each("look at ACK", ["before it is taken", "answered"]),
  ...each("message in a channel", called),
  ...each("line in a thread", called),
  ...each("edit of a message", called),
  ...each("private answer", ["before it is taken", "taken, not answered"]),
  ...each("look for a message", ["before it is taken", "answered"]),
];

/** Steps that come after a death at another alone: a message is looked for where nobody knows whether Slack took it. */
export const prelude = new Map([
  ["look for a message: before it is taken", "message in a channel: taken, not answered"],
  ["look for a message: answered", "line in a thread: taken, not answered"],
]);

/** When Slack has the acknowledgement of what somebody did. */
export const acknowledgements = ["command: acknowledged", "click: acknowledged", "form: acknowledged"];

export const randomSteps = ["a random moment", "a random moment of the start"];

/** What the table calls a call of the bot to Slack. */
export function slackCall({ path, body }) {
  const method = path.split("/").at(-1);
  if (method === "chat.postMessage") return body.includes("thread_ts") ? "line in a thread" : "message in a channel";
  if (method === "chat.update") return "edit of a message";
  if (method === "chat.postEphemeral") return "private answer";
  return method.startsWith("conversations.") ? "look for a message" : null;
}

export const momentOf = {
  before: "before it is taken",
  taken: "taken, not answered",
  answered: "answered",
};

/** Stands before the step in the last words of a process that ended at one. */
export const deathNote = "killed at step: ";
