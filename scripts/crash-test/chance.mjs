/** Chance that can be had again: the same seed, the same draws. */
export function createChance(seed) {
  let state = seed >>> 0;
  /** Mulberry32. */
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit) => Math.floor(draw() * limit),
    of: (items) => items[Math.floor(draw() * items.length)],
    yes: (share) => draw() < share,
    shuffled: (items) =>
      items
        .map((item) => ({ item, place: draw() }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ item }) => item),
  };
}
