/** The peer of bench/acknowledge.mjs: a Bolt app that acknowledges and does nothing else. */
import bolt from "@slack/bolt";

const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL, PORT } = process.env;
const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
app.command("/pool", async ({ ack }) => {
  await ack();
});
await app.start(Number(PORT));
