/** As `disk-steps.mjs`, for the steps of writing to a database. */
import { Client } from "pg";

const [wanted, nth = "1"] = (process.env["CRASH_AT"] ?? "").split("#");
const { query } = Client.prototype;
let met = 0;

function reached(step) {
  if (step !== wanted) return;
  met += 1;
  if (met !== Number(nth)) return;
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

const kinds = [
  [/^(insert into|update) "operations"/, "operation in the database"],
  [/^insert into "audit"/, "audit line in the database"],
  [/^insert into "seen_requests"/, "taken request in the database"],
  [/"leases"/, "lease"],
  [/^commit/, "commit"],
];

Client.prototype.query = function (...given) {
  const [statement] = given;
  const text = typeof statement === "string" ? statement : (statement?.text ?? "");
  const kind = kinds.find(([pattern]) => pattern.test(text))?.[1];
  if (kind === undefined) return query.apply(this, given);
  reached(`${kind}: before it is written`);
  const answer = query.apply(this, given);
  return answer instanceof Promise
    ? answer.then((result) => {
        reached(`${kind}: written`);
        return result;
      })
    : answer;
};
