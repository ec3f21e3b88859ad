import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { userId } from "../../src/domain/ids.ts";
import { code, person, text } from "../../src/domain/text.ts";
import { csvName, toCsv } from "../../src/views/csv.ts";

const written = (value: string): string =>
  toCsv([["Name", (row: string) => row]], [value]).slice("\uFEFFName\r\n".length, -2);

describe("a table as CSV", () => {
  it("has headings, a line for each row, and every kind of value", () => {
    const content = toCsv(
      [
        ["Name", ({ name }) => name],
        ["Nodes", ({ nodes }) => nodes],
        ["When", ({ at }) => ({ moment: at })],
        ["What", ({ name }) => text`${person(userId.parse("U0ALICE"))} scaled ${code(name)}`],
        ["Error", () => null],
      ],
      [{ name: '生产池, "a"', nodes: -3, at: Date.parse("2026-11-21T08:00:00Z") }],
    );
    expect(content).toBe(
      '\uFEFFName,Nodes,When,What,Error\r\n"生产池, ""a""",-3,2026-11-21T08:00:00.000Z,"U0ALICE scaled 生产池, ""a""",\r\n',
    );
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])("never makes a formula of %j", (value) => {
    expect(written(value).replace(/^"/, "")).toMatch(/^'/);
  });

  it("keeps every row a row, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const cell = written(value);
        const whole = cell.startsWith('"') ? /^"(?:[^"]|"")*"$/ : /^[^",\r\n]*$/;
        expect(cell).toMatch(whole);
        expect(cell.replace(/^"/, "")).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  it("has a name that every file system takes", () => {
    expect(csvName("nodes", "prod/生产 池..\\x")).toBe("nodes-prod-生产-池-x.csv");
  });
});
