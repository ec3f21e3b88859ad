import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterTargetOf } from "../../src/domain/changes/target.ts";
import { readTimeSpan, writeTimeSpan } from "../../src/domain/grammar/time-span.ts";
import { belongsTo, newestFirst } from "../../src/domain/history.ts";
import { operationId } from "../../src/domain/ids.ts";
import { aCluster, anOperation, minute, scalePlan, start } from "../support/builders.ts";

describe("a span of time", () => {
  it.each([
    ["30m", 30 * minute],
    ["12h", 720 * minute],
    ["7d", 7 * 1440 * minute],
    ["2W", 14 * 1440 * minute],
  ])("%s", (typed, span) => {
    expect(readTimeSpan(typed)).toBe(span);
  });

  it.each(["", "7", "d", "0d", "-1d", "1.5h", "7 d", "7days", "10000d", "1s", "yesterday"])("%j is none", (typed) => {
    expect(readTimeSpan(typed)).toBeNull();
  });

  it("is written as it can be read", () => {
    const typed = fc.tuple(fc.integer({ min: 1, max: 1428 }), fc.constantFrom("m", "h", "d", "w"));
    fc.assert(
      fc.property(typed, ([count, unit]) => {
        const span = readTimeSpan(`${count}${unit}`);
        expect(readTimeSpan(writeTimeSpan(span ?? 0))).toBe(span);
      }),
    );
  });
});

describe("history", () => {
  const query = { about: null, since: start, limit: 10 };
  const aboutCluster = anOperation({
    plan: {
      ...scalePlan(6),
      change: {
        kind: "cancel-plan",
        target: clusterTargetOf(aCluster()),
        planId: "P-1",
        planType: "CVE_FIX",
        pool: "prod-pool",
        startsAt: null,
        cause: null,
      },
    },
  });

  it("has what was asked for at that moment or later", () => {
    expect(belongsTo(query, anOperation({ requestedAt: start }))).toBe(true);
    expect(belongsTo(query, anOperation({ requestedAt: start - 1 }))).toBe(false);
  });

  it("is about a pool by any of its names, and about a cluster by its own", () => {
    expect(belongsTo({ ...query, about: "prod/prod-pool" }, anOperation())).toBe(true);
    expect(belongsTo({ ...query, about: "prod" }, anOperation())).toBe(false);
    expect(belongsTo({ ...query, about: "prod" }, aboutCluster)).toBe(true);
    expect(belongsTo({ ...query, about: "prod-pool" }, aboutCluster)).toBe(false);
  });

  it("has the newest first", () => {
    const [one, other] = ["op-aaaa", "op-bbbb"].map((id, index) =>
      anOperation({ id: operationId.parse(id), requestedAt: start + index }),
    );
    expect(newestFirst([one, other].filter((each) => each !== undefined)).map(({ id }) => id)).toEqual([
      "op-bbbb",
      "op-aaaa",
    ]);
  });
});
