/** Chance that repeats itself: the same seed draws the same numbers, so that a test sees the same life every time. */

export interface Draw {
  /** A whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  /** Lower-case hexadecimal digits. */
  hex(length: number): string;
  /** Digits and lower-case letters, as in ECS ids. */
  letters(length: number): string;
}

export function createDraw(seed: number): Draw {
  let state = seed >>> 0;

  /** Mulberry32: small, fast, and even enough for this. */
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(integer(0, alphabet.length - 1))).join("");

  return {
    integer,
    hex: (length) => text("0123456789abcdef", length),
    letters: (length) => text("0123456789abcdefghijklmnopqrstuvwxyz", length),
  };
}
