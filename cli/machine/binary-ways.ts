import { MachineError } from './machine-error.ts';

/** One way to come by a program, tried in its turn. */
export interface BinaryWay {
  /** As a person would name it: "temporal on the PATH". */
  readonly name: string;
  /**
   * Answers the program's path. Throws `WayClosed` where the way does not apply or did not work; the text is shown.
   * It must keep its own timeouts: a way that hangs would keep the next one from being tried.
   */
  attempt(): Promise<string>;
}

/** What came of one way. */
export interface BinaryAttempt {
  readonly way: string;
  /** `trying` is reported every five seconds while a way takes its time, and is no outcome yet. */
  readonly outcome: 'used' | 'not usable' | 'trying';
  readonly detail: string;
  readonly tookMs: number;
}

/** A program, and how it was come by. */
export interface FoundBinary {
  readonly path: string;
  readonly attempts: readonly BinaryAttempt[];
}

/** Said by a way that does not lead to the program. */
export class WayClosed extends Error {
  override readonly name = 'WayClosed';
}

/**
 * Tries the ways in order and reports each outcome. When none leads to the program, the MachineError lists them all
 * and says what a person can do. `signal` says that nobody wants it any more.
 */
export async function findBinary(
  program: string,
  ways: readonly BinaryWay[],
  advice: readonly string[],
  report: (attempt: BinaryAttempt) => void,
  signal?: AbortSignal,
): Promise<FoundBinary> {
  const attempts: BinaryAttempt[] = [];
  for (const way of ways) {
    const start = Date.now();
    const patience = setInterval(
      () => report({ way: way.name, outcome: 'trying', detail: 'still at it', tookMs: Date.now() - start }),
      5_000,
    );
    const result = await way
      .attempt()
      .then(
        (path) => ({ path, detail: path }),
        (error: unknown) => ({ path: undefined, detail: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => clearInterval(patience));
    signal?.throwIfAborted();
    const outcome = result.path === undefined ? 'not usable' : 'used';
    const attempt: BinaryAttempt = { way: way.name, outcome, detail: result.detail, tookMs: Date.now() - start };
    attempts.push(attempt);
    report(attempt);
    if (result.path !== undefined) return { path: result.path, attempts };
  }
  const tried = attempts.map(({ way, detail }) => `  - ${way}: ${detail}`);
  throw new MachineError('binary_not_found', [`${program} was not found. Tried:`, ...tried].join('\n'), advice);
}
