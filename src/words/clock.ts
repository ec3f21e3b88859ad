/** `07:30`, of minutes since midnight. */
export function clock(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `+08:00`, of minutes ahead of UTC. */
export function zone(minutes: number): string {
  const sign = minutes < 0 ? "-" : "+";
  return minutes === 0 ? "UTC" : `${sign}${clock(Math.abs(minutes))}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
