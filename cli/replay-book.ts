import { Refusal } from '../domain/errors.ts';
import { describeMachineError, MachineError } from './machine/machine-error.ts';
import { NoSimulators } from './replay/live/installation.ts';
import { NothingToResume } from './replay/live/live-run.ts';
import { UnreadableBook } from './replay/open-book.ts';
import { readReplayOptions } from './replay/options.ts';
import { replay } from './replay/replay.ts';
import { NoPolicy } from './replay/replay-policy.ts';

/**
 * `npm run replay-book -- FILE`. Exit code 0 when everything agrees, 1 when something differs or has to be put right
 * first, 130 when it was interrupted: then the same command goes on.
 */
const options = readReplayOptions(process.argv.slice(2));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130);
    console.log('\nStopping after the facts that are under way …');
    stop.abort();
  });
}

/** What a person can mend is said in its own words; anything else is our fault and shown in full. */
function explained(error: unknown): string {
  if (error instanceof MachineError) return describeMachineError(error);
  const own = [Refusal, UnreadableBook, NoPolicy, NoSimulators, NothingToResume].some((kind) => error instanceof kind);
  return error instanceof Error ? (own ? error.message : (error.stack ?? error.message)) : String(error);
}

try {
  const end = await replay(options, stop.signal, console.log);
  process.exitCode = end === 'agreed' ? 0 : end === 'interrupted' ? 130 : 1;
} catch (error) {
  console.error(`\n${explained(error)}`);
  process.exitCode = 1;
}
// Timers and sockets of libraries must not keep a command alive that has nothing left to do.
process.exit();
