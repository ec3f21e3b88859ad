/** The peer of the benches: a Bolt app that acknowledges and does nothing else. */
import bolt from "@slack/bolt";

const { SLACK_APP_TOKEN, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL, PORT } = process.env;
const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  ...(SLACK_APP_TOKEN === undefined
    ? { signingSecret: SLACK_SIGNING_SECRET }
    : { appToken: SLACK_APP_TOKEN, socketMode: true }),
  clientOptions: { slackApiUrl: SLACK_API_URL },
  logLevel: "error",
});
app.command("/pool", async ({ ack }) => {
  await ack();
});
app.action(/./, async ({ ack }) => {
  await ack();
});
await app.start(Number(PORT));
process.on("SIGTERM", () => process.exit(0));
