/** State of a node pool, in ACK's own word. */
export function poolState(state: string): string {
  return state;
}
