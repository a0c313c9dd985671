/** Shows how far a run is: one line that is rewritten on a terminal, a line now and then elsewhere. */
export interface Progress {
  readonly posted: () => void;
  readonly lived: () => void;
  /** So many facts have to be posted again. */
  readonly again: (facts: number) => void;
  /** Ends the line. */
  stop(): void;
}

export interface ProgressOptions {
  readonly facts: number;
  readonly customers: number;
  /** Done before, by an interrupted run. */
  readonly before: { readonly facts: number; readonly customers: number };
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
}

const EVERY_MS = { terminal: 500, file: 15_000 } as const;

export function createProgress({ facts, customers, before, write, isTerminal }: ProgressOptions): Progress {
  const begun = Date.now();
  let posted = before.facts;
  let lived = before.customers;
  let now = 0;
  const line = () => {
    const seconds = (Date.now() - begun) / 1000;
    const rate = now / Math.max(seconds, 0.001);
    const left = rate > 0 && posted < facts ? `, about ${duration((facts - posted) / rate)} left` : '';
    return `${lived} of ${customers} customers, ${posted} of ${facts} facts, ${rate.toFixed(1)} facts/s${left}`;
  };
  const show = () => write(isTerminal ? `\r\u001B[2K${line()}` : `${line()}\n`);
  const timer = setInterval(show, isTerminal ? EVERY_MS.terminal : EVERY_MS.file);
  timer.unref();
  return {
    posted() {
      posted += 1;
      now += 1;
    },
    again: (lost) => void (posted -= lost),
    lived: () => void (lived += 1),
    stop() {
      clearInterval(timer);
      show();
      if (isTerminal) write('\n');
    },
  };
}

/** `45 s`, `3 min 20 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
