import leven from "leven";

/** The known word that somebody most likely meant; null where none is near. Case is of no matter. */
export function nearest(typed: string, known: readonly string[]): string | null {
  return nearestFew(typed, known, 1)[0] ?? null;
}

/** Known words near what was typed, the nearest first. */
export function nearestFew(typed: string, known: readonly string[], most: number): readonly string[] {
  const wanted = typed.toLowerCase();
  return known
    .map((candidate) => ({ candidate, distance: distanceTo(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wanted.length / 3)))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** A name that begins with what was typed is near, however long it is. */
function distanceTo(wanted: string, candidate: string): number {
  return wanted.length >= 3 && candidate.startsWith(wanted) ? 1 : leven(wanted, candidate);
}
