import type { ReactNode } from "react";
import type { PageCloud } from "../../page-protocol.ts";
import { formatDate } from "../dates.ts";

/** What the cloud was asked lately, newest first. */
export function Calls({ calls }: { readonly calls: PageCloud["calls"] }): ReactNode {
  return (
    <section className="panel-section" aria-label="Calls">
      <h3>Last calls</h3>
      {calls.length === 0 ? (
        <p className="empty">The cloud was not asked anything yet.</p>
      ) : (
        <table className="calls">
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">Call</th>
              <th scope="col">Answer</th>
            </tr>
          </thead>
          <tbody>
            {calls.map((call, at) => (
              <tr key={`${calls.length - at}/${call.at}`}>
                <td>{formatDate(Date.parse(call.at) / 1_000, "{time_secs}")}</td>
                <td>{call.action}</td>
                <td className={call.status >= 200 && call.status < 300 ? "answer-good" : "answer-bad"}>
                  {call.status === 0 ? "none" : call.status} {call.code}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
