import { describeMachineError, MachineError } from './machine/machine-error.ts';
import { readDayOptions } from './day/options.ts';
import { runDay } from './day/run-day.ts';

/**
 * `npm run day-of-the-world`: exit code 0 when the day was lived without a violation, 1 otherwise. The installation is
 * its own and is gone afterwards.
 */
const options = readDayOptions(process.argv.slice(2));
const start = Date.now();
const say = (line: string): void =>
  console.log(`${`${Math.round((Date.now() - start) / 1_000)} s`.padStart(6)}  ${line}`);

try {
  process.exitCode = (await runDay(options, say)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof MachineError ? describeMachineError(error) : error);
  process.exitCode = 1;
}
// Timers and sockets of libraries must not keep a command alive that has nothing left to do.
process.exit();
