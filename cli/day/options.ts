import { Command, InvalidArgumentError, Option } from 'commander';

/** What `npm run day-of-the-world` is told. */
export interface DayOptions {
  readonly customers: number;
  readonly events: number;
  readonly seed: number;
}

/** Reads the arguments; help and mistakes are answered by commander, which ends the process. */
export function readDayOptions(args: readonly string[]): DayOptions {
  return new Command('npm run day-of-the-world --')
    .description(
      'Lives one day of many customers in an installation of its own, with everything at Microsoft that can go wrong, and judges it.',
    )
    .addOption(new Option('--customers <number>', 'customers, at least 10').default(50).argParser(atLeast(10)))
    .addOption(new Option('--events <number>', 'events of the script, at least 40').default(300).argParser(atLeast(40)))
    .addOption(new Option('--seed <number>', 'the same seed writes the same day').default(1).argParser(atLeast(0)))
    .allowExcessArguments(false)
    .parse(args, { from: 'user' })
    .opts<DayOptions>();
}

function atLeast(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d{1,6}$/.test(text) || number < least) throw new InvalidArgumentError(`A whole number, at least ${least}.`);
    return number;
  };
}
