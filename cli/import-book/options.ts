import { Command, Option } from 'commander';

/** What `npm run import` is told. */
export interface ImportOptions {
  readonly file: string;
  readonly preset: string | undefined;
  readonly mapping: string | undefined;
  readonly format: string | undefined;
  readonly defaults: string | undefined;
  readonly seller: string | undefined;
  readonly onboarding: string | undefined;
  readonly clock: string | undefined;
  readonly startAt: string | undefined;
  readonly dataDir: string | undefined;
}

/** Reads the arguments; help and mistakes are answered by commander, which ends the process. */
export function readImportOptions(args: readonly string[]): ImportOptions {
  const command = new Command('npm run import --')
    .description('Takes a receivables book (CSV) into the running installation. The same file twice changes nothing.')
    .argument('<file>', 'CSV file')
    .option('--preset <name>', 'a known kind of file: ibm-receivables')
    .option('--mapping <json>', 'field of Tenure → column, as JSON; needed without a preset')
    .option('--format <json>', '{"delimiter": ";", "days": "day.month.year", "decimalMark": ","}')
    .option(
      '--defaults <json>',
      'what the file lacks: legalStatus, terms, policy, country, timeZone, currency, contacts',
    )
    .option('--seller <key>', 'whose book it is (default: default)')
    .addOption(new Option('--onboarding <mode>', 'of new customers').choices(['existing', 'standard']))
    .addOption(new Option('--clock <mode>', 'of new customers').choices(['live', 'test']))
    .option('--start-at <instant>', 'first instant of their test clocks')
    .option('--data-dir <folder>', 'data directory of the installation (default: .tenure in the checkout)')
    .allowExcessArguments(false)
    .parse(args, { from: 'user' });
  return { file: command.args[0] ?? '', ...command.opts<Omit<ImportOptions, 'file'>>() };
}
