import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Authenticator, authenticatorUri, enrol, judgeCode, toBase32 } from "../../src/domain/one-time-code.ts";
import { codeOf } from "../support/authenticator.ts";
import { minute, people, start } from "../support/builders.ts";

/** The secret of RFC 6238's examples. */
const secret = toBase32(Buffer.from("12345678901234567890"));
const second = 1_000;

function anAuthenticator(over: Partial<Authenticator> = {}): Authenticator {
  return { secret, lastStep: 0, wrong: 0, lockedUntil: null, ...over };
}

const wrongCode = (at: number): string => (codeOf(secret, at) === "000000" ? "111111" : "000000");

describe("a code", () => {
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("is that of RFC 6238 at %i seconds", (seconds, code) => {
    expect(judgeCode(anAuthenticator(), code, seconds * second).verdict).toEqual({ kind: "right" });
  });

  it("may be one time step off, not two", () => {
    const at = start + 15 * second;
    for (const off of [-30, 0, 30]) {
      expect(judgeCode(anAuthenticator(), codeOf(secret, at + off * second), at).verdict.kind).toBe("right");
    }
    for (const off of [-60, 60]) {
      expect(judgeCode(anAuthenticator(), codeOf(secret, at + off * second), at).verdict.kind).toBe("wrong");
    }
  });

  it("is good once, and no older one after it", () => {
    const older = codeOf(secret, start - 30 * second);
    const code = codeOf(secret, start);
    const { next } = judgeCode(anAuthenticator(), code, start);
    expect(judgeCode(next, code, start + second).verdict).toEqual({ kind: "used" });
    expect(judgeCode(next, older, start + second).verdict).toEqual({ kind: "used" });
    expect(judgeCode(next, codeOf(secret, start + 30 * second), start + 30 * second).verdict.kind).toBe("right");
  });

  it("may have the space that apps show, and nothing else", () => {
    const code = codeOf(secret, start);
    expect(judgeCode(anAuthenticator(), `${code.slice(0, 3)} ${code.slice(3)}`, start).verdict.kind).toBe("right");
    for (const typed of ["", "12345", `${code}0`, `+${code}`, "abcdef", "１２３４５６"]) {
      expect(judgeCode(anAuthenticator(), typed, start).verdict.kind).toBe("wrong");
    }
  });

  it("of five that are wrong in a row locks for fifteen minutes, the right one included", () => {
    let known = anAuthenticator();
    for (const left of [4, 3, 2, 1]) {
      const { verdict, next } = judgeCode(known, wrongCode(start), start);
      expect(verdict).toEqual({ kind: "wrong", left });
      known = next;
    }
    const fifth = judgeCode(known, wrongCode(start), start);
    expect(fifth.verdict).toEqual({ kind: "locked", until: start + 15 * minute, began: true });
    const at = start + 15 * minute - 1;
    expect(judgeCode(fifth.next, codeOf(secret, at), at).verdict).toMatchObject({ kind: "locked", began: false });
    const over = start + 15 * minute;
    expect(judgeCode(fifth.next, codeOf(secret, over), over).verdict.kind).toBe("right");
  });

  it("that is right begins the count anew", () => {
    const { next } = judgeCode(anAuthenticator({ wrong: 4 }), codeOf(secret, start), start);
    expect(judgeCode(next, wrongCode(start + minute), start + minute).verdict).toEqual({ kind: "wrong", left: 4 });
  });

  it("is taken once for each time step at most, whatever is tried in whatever order", () => {
    const tries = fc.array(fc.record({ off: fc.integer({ min: -3, max: 3 }), wait: fc.integer({ min: 0, max: 60 }) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(tries, (all) => {
        let known = anAuthenticator();
        let at = start;
        const taken: number[] = [];
        for (const { off, wait } of all) {
          at += wait * second;
          const { verdict, next } = judgeCode(known, codeOf(secret, at + off * 30 * second), at);
          taken.push(...(verdict.kind === "right" ? [next.lastStep] : []));
          known = next;
        }
        expect(taken).toEqual([...new Set(taken)].toSorted((one, other) => one - other));
      }),
    );
  });
});

describe("an authenticator", () => {
  it("is set up with a code of its own, which is used up by that", () => {
    const code = codeOf(secret, start);
    expect(enrol(secret, wrongCode(start), start)).toBeNull();
    const made = enrol(secret, code, start);
    expect(made).not.toBeNull();
    expect(judgeCode(made ?? anAuthenticator(), code, start).verdict.kind).toBe("used");
  });

  it("is told to apps by an address that they know", () => {
    expect(authenticatorUri(secret, people.bob)).toBe(
      `otpauth://totp/Lifeguard:U0BOB?issuer=Lifeguard&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    );
  });
});
