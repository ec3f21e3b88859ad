import { describe, expect, it } from "vitest";
import { operationId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import { nodesDoneOverTime, nodesOverTime } from "../../src/domain/node-history.ts";
import type { Operation, OperationEvent } from "../../src/domain/operation.ts";
import { chartOf } from "../../src/views/chart.ts";
import { endPicture, poolPicture } from "../../src/views/pictures.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { anOperation, minute, runningOperation, scalePlan, start, upgradePlan } from "../support/builders.ts";

const words = wordsOf("en");

/** An operation to which all this happened, minute by minute, since it was sent to ACK. */
function carriedOut(operation: Operation, ...events: readonly OperationEvent[]): Operation {
  const sent: Operation = { ...operation, journal: [{ at: start, event: { kind: "submission-began" } }] };
  return events.reduce((now, event, index) => {
    const next = follow(now, event, start + (index + 1) * minute);
    if (next === null) throw new Error(`${event.kind} is out of place`);
    return next;
  }, sent);
}

function progressed(done: number, total: number): OperationEvent {
  return {
    kind: "progressed",
    progress: { done, total, failed: 0, stage: null, seenAt: start, settlingSince: null },
  };
}

describe("a pool's nodes over time", () => {
  const inSteps = { ...scalePlan(6), effect: { ...scalePlan(6).effect, batches: [1, 2] } };
  const grown = carriedOut(runningOperation(inSteps), progressed(1, 3), { kind: "succeeded", nodes: 6 });
  const shrunk = {
    ...carriedOut(runningOperation(scalePlan(2)), { kind: "succeeded", nodes: 2 }),
    id: operationId.parse("op-2222"),
  };

  it("are the counts that its operations saw, and the present one", () => {
    const course = nodesOverTime([grown], 9, { since: start, now: start + 10 * minute });
    expect(course.samples.map(({ at, value }) => [(at - start) / minute, value])).toEqual([
      [0, 3],
      [1, 4],
      [2, 6],
      [10, 9],
    ]);
    expect(course.spans).toEqual([{ operation: "op-7f3k", from: start, to: start + 2 * minute, outcome: "well" }]);
  });

  it("fall with what removes nodes, and leave out what was never carried out", () => {
    const course = nodesOverTime([anOperation(), shrunk], null, { since: start, now: start + minute * 5 });
    expect(course.samples.map(({ value }) => value)).toEqual([3, 2]);
    expect(course.spans.map(({ operation }) => operation)).toEqual(["op-2222"]);
  });

  it("of a time in which nothing was seen are no count, and still a drawing", () => {
    const course = nodesOverTime([], null, { since: start, now: start });
    expect(course.samples).toEqual([]);
    expect(chartOf(course)).toMatch(/^<svg[^]*<\/svg>$/);
    expect(poolPicture("prod/p", course, words).description).toContain("No count is known");
  });

  it("are told in words with the same numbers, and with what they rest on", () => {
    const course = nodesOverTime([grown], 9, { since: start, now: start + 10 * minute });
    const { title, description, drawing } = poolPicture("prod/<b>&", course, words);
    expect(title).toBe("Nodes of prod/<b>& (UTC) · operations: green done, red not done, amber under way");
    expect(description).toMatch(
      /3 at 2026-11-21 08:00, 4 at 2026-11-21 08:01, 6 at 2026-11-21 08:02, 9 at 2026-11-21 08:10.*op-7f3k.*others changed in between/,
    );
    // Names of others are in the words alone: the picture needs no font for them, and nothing can break out of it.
    expect(drawing).not.toContain("prod");
  });

  it("stay within Slack's limit of words whatever there is", () => {
    const many = Array.from({ length: 400 }, (_, index) => ({ at: start + index * minute, value: index }));
    const course = { from: start, to: start + 400 * minute, samples: many, spans: [], pauses: [] };
    const { description } = poolPicture("prod/p", course, words);
    expect(description.length).toBeLessThanOrEqual(2_000);
    expect(description).toContain("others changed in between");
  });
});

describe("the end of an upgrade", () => {
  const done = carriedOut(
    runningOperation(upgradePlan({ maxParallelism: 1 })),
    progressed(1, 3),
    { kind: "paused" },
    { kind: "resumed" },
    progressed(2, 3),
    { kind: "succeeded", nodes: 3 },
  );

  it("has a picture of the nodes done, and of the time in which it stood still", () => {
    expect(nodesDoneOverTime(done)).toMatchObject({
      samples: [{ value: 0 }, { value: 1 }, { value: 2 }, { value: 3 }],
      pauses: [{ from: start + 2 * minute, to: start + 3 * minute }],
    });
    expect(endPicture(done, words)).toMatchObject({
      title: "Nodes done by op-7f3k (UTC)",
      description: expect.stringMatching(/of 3.*0 at .* 08:00, 1 at .* 3 at 2026-11-21 08:05.*Paused from/),
    });
  });

  it("has none where nothing of it was carried out, or it was no upgrade", () => {
    expect(endPicture(anOperation({ plan: upgradePlan(), state: { stage: "expired", at: start } }), words)).toBeNull();
    expect(endPicture(carriedOut(runningOperation(), { kind: "succeeded", nodes: 6 }), words)).toBeNull();
  });
});
