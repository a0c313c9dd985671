import { Command, InvalidArgumentError, Option } from 'commander';

/** What `npm start` is told. */
export interface StartArguments {
  readonly fresh: boolean;
  readonly yes: boolean;
  readonly empty: boolean;
  readonly port: number;
  readonly dataDir: string | undefined;
}

/** Reads the arguments; help and mistakes are answered by commander, which ends the process. */
export function readArguments(args: readonly string[]): StartArguments {
  const command = new Command('npm start --')
    .description('Runs Tenure on this machine: PostgreSQL, Temporal, simulators of the outside world, worker and API.')
    .addOption(new Option('--port <number>', 'port of the API').default(7400).argParser(portNumber))
    .option('--data-dir <folder>', 'where the data is kept (default: .tenure in the checkout)')
    .option('--empty', 'without the sample book', false)
    .option('--fresh', 'remove the data of this installation first; asks before it does', false)
    .option('--yes', 'answer yes to that question', false)
    .allowExcessArguments(false)
    .parse(args, { from: 'user' });
  const { fresh, yes, empty, port, dataDir } = command.opts<StartArguments>();
  return { fresh, yes, empty, port, dataDir };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new InvalidArgumentError('A number from 1 to 65535.');
  return port;
}
