import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { loadCommands } from "../../src/command-kit/load-commands.ts";
import { lineOf } from "../../src/command-kit/line.ts";
import { optionsOf } from "../../src/command-kit/options.ts";
import { parseLine } from "../../src/command-kit/parse.ts";
import { nearest } from "../../src/domain/grammar/nearest.ts";
import { tokenize } from "../../src/domain/grammar/tokens.ts";

const commands = await loadCommands(new URL("../../commands/", import.meta.url));

describe("what phones and Slack make of typed text", () => {
  it.each([
    ["scale prod-pool 6", ["scale", "prod-pool", "6"]],
    ["scale prod-pool ６", ["scale", "prod-pool", "6"]],
    ["scale　prod-pool　+２", ["scale", "prod-pool", "+2"]],
    ["show “生产 池”", ["show", "生产 池"]],
    ["upgrade p —reason “it’s urgent”", ["upgrade", "p", "--reason", "it's urgent"]],
    ["upgrade p –-reason x", ["upgrade", "p", "--reason", "x"]],
    ["scale p –2", ["scale", "p", "-2"]],
    ["scale p −2", ["scale", "p", "-2"]],
    ["show <https://prod.example|prod.example>", ["show", "prod.example"]],
    ["show <#C123|ops>", ["show", "#ops"]],
    ["whoami <@U0BOB>", ["whoami", "<@U0BOB>"]],
    ["show a&amp;b", ["show", "a&b"]],
    ["show prod\u200B-pool", ["show", "prod-pool"]],
    ["x --reason=it's", ["x", "--reason=it's"]],
    ["x --reason='a b'", ["x", "--reason=a b"]],
    ["   ", []],
  ])("%j is %j", (typed, tokens) => {
    expect(tokenize(typed)).toEqual({ ok: true, value: tokens });
  });

  it("tells of a quote that is never closed", () => {
    expect(tokenize('show "prod pool')).toEqual({ ok: false, problem: { code: "unclosed-quote" } });
  });
});

describe("a typed line", () => {
  it.each(commands.flatMap((command) => command.examples.map((example) => [example, command.verb])))(
    "%s, an example of help, is understood",
    (example, verb) => {
      expect(parseLine(example, commands)).toMatchObject({ ok: true, value: { kind: "command", command: { verb } } });
    },
  );

  it.each([
    ["scael prod-pool 6", { code: "unknown-verb", typed: "scael", nearest: "scale" }],
    ["juggle", { code: "unknown-verb", typed: "juggle", nearest: null }],
    ["scale prod-pool 6 7", { code: "too-many-arguments", extra: "7" }],
    ["scale prod-pool 6 --reson x", { code: "unknown-option", typed: "--reson", nearest: "--reason" }],
    ["scale prod-pool 6 --reason", { code: "option-without-value", option: "--reason" }],
  ])("%j is refused with what to type instead", (line, problem) => {
    expect(parseLine(line, commands)).toMatchObject({ ok: false, problem });
  });

  it("reads a step downwards as an argument, not as an option", () => {
    expect(parseLine("scale prod-pool -2 --dry-run", commands)).toMatchObject({
      value: { typed: { pool: "prod-pool", size: "-2", "dry-run": true } },
    });
  });

  it("is a menu where nothing is typed", () => {
    expect(parseLine("  ", commands)).toEqual({ ok: true, value: { kind: "menu" } });
  });

  it("never throws, whatever is typed", () => {
    const nasty = fc.array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom("scale", "upgrade", "--", "--reason", "-2", '"', "'", "<", "--=", "__proto__", "--__proto__"),
      ),
    );
    fc.assert(
      fc.property(nasty, (parts) => {
        expect(typeof parseLine(parts.join(" "), commands).ok).toBe("boolean");
      }),
      { numRuns: 500 },
    );
  });

  it("comes out the same when a form writes it down and it is read again", () => {
    const value = fc
      .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 })
      // A form hands over plain text: quotes become single ones, outer spaces go.
      .filter((text) => !/["'<>&`]/.test(text) && text.trim() === text && text !== "" && !text.startsWith("-"));
    fc.assert(
      fc.property(
        fc.constantFrom(...commands),
        fc.array(value, { minLength: 12, maxLength: 12 }),
        (command, values) => {
          const names = [...Object.keys(command.arguments), ...Object.keys(optionsOf(command))];
          const typed = Object.fromEntries(
            names.map((name, index) => [
              name,
              optionsOf(command)[name]?.picker.kind === "switch" ? true : (values[index] ?? "x"),
            ]),
          );
          expect(parseLine(lineOf(command, typed), commands)).toMatchObject({ ok: true, value: { typed } });
        },
      ),
    );
  });
});

describe("a text of several lines", () => {
  it("comes out letter by letter when a form writes it down and it is read again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (file) => {
        const edit = commands.find(({ verb }) => verb === "edit");
        if (edit === undefined) throw new Error("there is no edit");
        const typed = { pool: "prod-pool", file: `a: "it's"\n${file}` };
        expect(parseLine(lineOf(edit, typed), commands)).toMatchObject({ ok: true, value: { typed } });
      }),
    );
  });

  it("may be typed in pieces, where an option may stand several times", () => {
    expect(parseLine("edit prod-pool --set a.b=1 --set c.d=2 --key-pair x --key-pair y", commands)).toMatchObject({
      value: { typed: { set: "a.b=1\nc.d=2", "key-pair": "y" } },
    });
  });
});

describe("a suggestion", () => {
  it.each([
    ["prod-pol", "prod-pool"],
    ["PROD-POOL", "prod-pool"],
    ["prod", "prod-pool"],
    ["xyz", null],
  ])("for %s is %s", (typed, meant) => {
    expect(nearest(typed, ["prod-pool", "batch", "web"])).toBe(meant);
  });
});
