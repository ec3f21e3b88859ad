/** As `disk-steps.mjs`, for the steps of writing to a database. */
import { Client } from "pg";
import { reached } from "./reaching.mjs";

const { query } = Client.prototype;

const kinds = [
  [/^\s*(insert into|update) "?operations"?/, "operation in the database"],
  [/^\s*insert into "?audit"?/, "audit line in the database"],
  [/^\s*insert into "?seen_requests"?/, "taken request in the database"],
  [/^\s*(insert into|update) "?watched"?/, "news in the database"],
  [/^\s*(insert into|update) "?leases"?/, "lease"],
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
