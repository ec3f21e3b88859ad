/** The time that passes in the miniature cloud. */
export interface CloudClock {
  now(): Date;
  /** How many seconds pass in the cloud in one second here; 0: only when told to. */
  readonly speed: number;
  /** Calls once, when the cloud's time has come to `moment`. Returns how to call it off. */
  at(moment: Date, call: () => void): () => void;
}

/** Stands still until it is moved. */
export interface ManualClock extends CloudClock {
  /** Lets cloud time pass, in milliseconds; what is due happens on the way, in order. */
  advance(milliseconds: number): void;
}

/** Node's timers wrap around beyond this. */
const longestTimer = 2_147_483_647;

/** Runs `speed` times as fast as the time here, starting at `start`. */
export function createAcceleratedClock(speed: number, start: Date = new Date()): CloudClock {
  const origin = performance.now();
  const milliseconds = (): number => start.getTime() + (performance.now() - origin) * speed;
  return {
    now: () => new Date(milliseconds()),
    speed,
    at(moment, call) {
      let timer: NodeJS.Timeout;
      const wait = (): void => {
        const left = (moment.getTime() - milliseconds()) / speed;
        timer = setTimeout(left > 0 ? wait : call, Math.min(Math.max(0, Math.ceil(left)), longestTimer));
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}

/** For tests: hours of cloud life take no time. */
export function createManualClock(start: Date = new Date("2026-11-21T02:00:00Z")): ManualClock {
  let now = start.getTime();
  let due: readonly { readonly moment: number; readonly call: () => void }[] = [];
  return {
    now: () => new Date(now),
    speed: 0,
    at(moment, call) {
      const entry = { moment: moment.getTime(), call };
      due = [...due, entry].toSorted((one, other) => one.moment - other.moment);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (let next = due[0]; next !== undefined && next.moment <= end; next = due[0]) {
        due = due.slice(1);
        now = Math.max(now, next.moment);
        next.call();
      }
      now = end;
    },
  };
}
