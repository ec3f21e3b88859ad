import { userId } from "../domain/ids.ts";
import { plainText } from "../views/plain-text.ts";
import { claimOf } from "./claims.ts";
import { codeFields, enrolmentForm, toEnrolled, voteForm } from "./code-forms.ts";
import { type SlackContext, wordsAtOnce } from "./context.ts";
import { steer, takeDecision, vote } from "./deciding.ts";
import { recall } from "./form-memory.ts";
import { readForm } from "./forms.ts";
import type { Listeners, Submission } from "./listeners.ts";
import { clip } from "./mrkdwn.ts";

/** Slack's limit for what is wrong with a field. */
const longestProblem = 150;

/** The forms that ask for codes of an authenticator. */
export function codeSubmissions(context: SlackContext): Listeners["submissions"] {
  return {
    [voteForm]: (submission) => takeCode(context, submission),
    [enrolmentForm]: (submission) => confirmEnrolment(context, submission),
  };
}

async function takeCode(context: SlackContext, { ack, context: request, body, view }: Submission): Promise<void> {
  const target = recall(view.private_metadata);
  const code = readForm(view.state.values)[codeFields.code];
  await ack();
  const user = userId.parse(body.user.id);
  if (target === null || typeof code !== "string") return;
  const { purpose, channel } = target;
  const pressed = { actor: { user, channel }, ...target };
  const decision = { ...pressed, what: "code", action: purpose, message: null, claim: claimOf(request) };
  takeDecision(context, decision, () =>
    purpose === "resume" ? steer(context, pressed, purpose, code) : vote(context, pressed, purpose, null, code),
  );
}

/** Judged before it is acknowledged, from memory and disk alone: closed by a wrong code, the form would take the key along. */
async function confirmEnrolment(context: SlackContext, { ack, body, view }: Submission): Promise<void> {
  const { [codeFields.first]: first, [codeFields.current]: current } = readForm(view.state.values);
  const user = userId.parse(body.user.id);
  const words = await wordsAtOnce(context, user);
  const done = await context.stepUp.confirmEnrolment(user, {
    first: typeof first === "string" ? first : "",
    current: typeof current === "string" ? current : null,
  });
  if (done.ok) return ack({ response_action: "update", view: toEnrolled(words) });
  const field =
    done.problem.code === "code-not-of-new-secret" || current === undefined ? codeFields.first : codeFields.current;
  const { what, next } = words.explain(done.problem, context.slash);
  const problem = clip(plainText(words.joining.sentences([what, next])), longestProblem);
  return ack({ response_action: "errors", errors: { [field]: problem } });
}
