import { SetupError } from "./configuration/problem.ts";
import { slackFailure } from "./slack/errors.ts";
import type { WebClients } from "./slack/web-clients.ts";

/** The workspace that the token belongs to; a token that Slack refuses stops the start. */
export async function findHomeTeam({ reading }: WebClients): Promise<string> {
  try {
    const { team_id: team } = await reading.auth.test();
    if (team !== undefined) return team;
  } catch (error) {
    const failure = slackFailure(error);
    const reason =
      failure.kind === "refused" ? failure.code : failure.kind === "unclear" ? failure.detail : failure.kind;
    throw new SetupError([
      `SLACK_BOT_TOKEN does not open the workspace: auth.test answered ${reason}; copy the bot token of the installed app, and check SLACK_API_URL where it is set`,
    ]);
  }
  throw new SetupError(["SLACK_BOT_TOKEN belongs to no workspace: install the app in one"]);
}
