import { Command, InvalidArgumentError, Option } from 'commander';
import { type Day, isDay } from '../../domain/calendar/day.ts';

/** What `npm run replay-book` is told. */
export interface ReplayOptions {
  /** Undefined: the book beside the checkout, or a generated one where there is none. */
  readonly file: string | undefined;
  readonly customers: number | undefined;
  readonly from: Day | undefined;
  readonly to: Day | undefined;
  readonly policy: string | undefined;
  readonly distort: string | undefined;
  readonly resume: boolean;
  readonly restart: boolean;
  readonly predictOnly: boolean;
  readonly atOnce: number;
  readonly dataDir: string | undefined;
  readonly port: number;
}

/** Reads the arguments; help and mistakes are answered by commander, which ends the process. */
export function readReplayOptions(args: readonly string[]): ReplayOptions {
  const command = new Command('npm run replay-book --')
    .description(
      'Lives a receivables book through a running installation, on test clocks, and compares what happened with what the kernel predicts.',
    )
    .argument('[file]', 'CSV file in the format ibm-receivables')
    .addOption(new Option('--customers <number>', 'only the first so many, by name').argParser(positive))
    .addOption(new Option('--from <day>', 'leaves out what was before, YYYY-MM-DD').argParser(calendarDay))
    .addOption(new Option('--to <day>', 'last day, YYYY-MM-DD').argParser(calendarDay))
    .option('--policy <file>', 'policy document (default: policies/replay.json)')
    .option(
      '--distort <seed>',
      'adds part payments, joined and stray transfers, chargebacks, and debtors who never pay',
    )
    .option('--resume', 'go on with the interrupted run, and fail when there is none', false)
    .option('--restart', 'begin anew even where an interrupted run could go on', false)
    .option('--predict-only', 'only predict and judge the prediction: no installation is needed', false)
    .addOption(new Option('--at-once <number>', 'lives in flight').default(12).argParser(positive))
    .option('--data-dir <folder>', 'data directory of the installation (default: .tenure in the checkout)')
    .addOption(
      new Option('--port <number>', 'port of the API, when one has to be started').default(7400).argParser(positive),
    )
    .allowExcessArguments(false)
    .parse(args, { from: 'user' });
  return { file: command.args[0], ...command.opts<Omit<ReplayOptions, 'file'>>() };
}

function positive(text: string): number {
  const number = Number(text);
  if (!/^\d{1,6}$/.test(text) || number < 1) throw new InvalidArgumentError('A whole number above zero.');
  return number;
}

function calendarDay(text: string): Day {
  if (!isDay(text)) throw new InvalidArgumentError('A calendar day such as 2012-01-03.');
  return text;
}
