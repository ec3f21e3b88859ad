import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  judgeClock,
  judgeDisk,
  judgeRoundTrip,
  judgeScopes,
  judgeTables,
  severityOf,
} from "../../src/domain/diagnosis.ts";
import { userGroupId, userId } from "../../src/domain/ids.ts";
import { type Demand, demandsOf, enoughFor, judgeReach } from "../../src/domain/policy-reach.ts";

const groupOf = (name: string) => ({
  name,
  members: { kind: "usergroup", usergroup: userGroupId.parse(`S0${name.toUpperCase()}`) } as const,
});
const sre = groupOf("sre");
const leads = groupOf("leads");
const peopleOf = (count: number, from = 0) =>
  new Set(Array.from({ length: count }, (_, index) => userId.parse(`U0P${index + from}`)));
const demand = (over: Partial<Demand>): Demand => ({
  policy: "production",
  approvals: 1,
  mostApprovals: 1,
  selfApproval: false,
  from: [sre],
  each: [],
  ...over,
});
const codesOf = (findings: readonly { readonly code: string }[]): readonly string[] => findings.map(({ code }) => code);

describe("the clock", () => {
  it.each([
    [0, "ok"],
    [29_999, "ok"],
    [-30_000, "warning"],
    [239_999, "warning"],
    [-240_000, "broken"],
    [3_600_000, "broken"],
  ])("%i ms ahead is %s", (ahead, severity) => {
    expect(severityOf(judgeClock("slack", ahead))).toBe(severity);
  });
});

describe("the disk", () => {
  it.each([
    [0, "broken"],
    [64 * 2 ** 20, "warning"],
    [512 * 2 ** 20, "ok"],
  ])("with %i bytes free is %s", (bytes, severity) => {
    expect(severityOf(judgeDisk(bytes))).toBe(severity);
  });
});

describe("a database", () => {
  it.each([
    [0, "ok"],
    [99, "ok"],
    [100, "warning"],
  ])("that answers within %i ms is %s", (milliseconds, severity) => {
    expect(severityOf(judgeRoundTrip("db/lifeguard", milliseconds))).toBe(severity);
  });

  it.each<[readonly string[], ReturnType<typeof judgeTables>]>([
    [["1", "2"], { code: "tables-current", version: "2" }],
    [["1"], { code: "tables-behind", missing: ["2"] }],
    [[], { code: "tables-behind", missing: ["1", "2"] }],
    [["1", "2", "3"], { code: "tables-ahead", unknown: ["3"] }],
  ])("with the tables %j", (applied, found) => {
    expect(judgeTables(applied, ["1", "2"])).toEqual(found);
  });
});

describe("scopes", () => {
  it("tell what is missing and what is too much, and nothing else", () => {
    expect(judgeScopes(["a", "b"], ["b", "a"])).toEqual([{ code: "scopes-granted", count: 2 }]);
    expect(judgeScopes(["a", "b"], ["b", "c"])).toEqual([
      { code: "scopes-missing", scopes: ["a"] },
      { code: "scopes-beyond", scopes: ["c"] },
    ]);
  });
});

describe("the reach of policies", () => {
  it.each([
    ["enough, and one more who may have asked", demand({ approvals: 2, mostApprovals: 2 }), 3, ["policies-reachable"]],
    ["just enough as long as none of them asks", demand({ approvals: 2, mostApprovals: 2 }), 2, ["policy-tight"]],
    ["just enough where who asks may vote", demand({ selfApproval: true }), 1, ["policies-reachable"]],
    ["too few where more is at stake", demand({ approvals: 1, mostApprovals: 3 }), 2, ["policy-tight"]],
    ["too few", demand({ approvals: 2, mostApprovals: 2 }), 1, ["policy-unreachable"]],
    ["nobody needed", demand({ approvals: 0, mostApprovals: 0 }), 0, ["policies-reachable"]],
  ])("%s", (_, asked, members, codes) => {
    expect(codesOf(judgeReach([asked], new Map([["sre", peopleOf(members)]])))).toEqual(codes);
  });

  it("counts who is in two groups once, and sees that a group is empty", () => {
    const asked = demand({ approvals: 2, mostApprovals: 2, from: [sre, leads], each: [leads] });
    const both = new Map([
      ["sre", peopleOf(2)],
      ["leads", peopleOf(2)],
    ]);
    expect(codesOf(judgeReach([asked], both))).toEqual(["policy-tight"]);
    expect(codesOf(judgeReach([asked], new Map([...both, ["leads", new Set()]])))).toEqual([
      "group-empty",
      "policy-tight",
    ]);
  });

  it("says nothing of what it does not know", () => {
    expect(judgeReach([demand({})], new Map())).toEqual([]);
  });

  it("takes the default group where a policy names none, and has the rule where none matches", () => {
    expect(demandsOf([], sre)).toEqual([demand({ policy: null })]);
  });

  it("is judged alike however many people of a group are looked up, from enough on", () => {
    const demands = fc.array(
      fc
        .record({ approvals: fc.nat(4), add: fc.nat(3), selfApproval: fc.boolean() })
        .map(({ approvals, add, selfApproval }) =>
          demand({ approvals, mostApprovals: approvals === 0 ? 0 : approvals + add, selfApproval, each: [sre] }),
        ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(demands, fc.nat(12), (asked, members) => {
        const enough = enoughFor(asked);
        const judge = (count: number) => codesOf(judgeReach(asked, new Map([["sre", peopleOf(count)]])));
        expect(judge(Math.min(members, enough))).toEqual(judge(members));
      }),
    );
  });
});
