import { Command, Option } from 'commander';

/** The parts of the benchmark, in the order in which they run. */
export const PARTS = ['counts', 'lives', 'bare', 'payment', 'kernel', 'rounds'] as const;
export type Part = (typeof PARTS)[number];

/** What `npm run bench` is told. */
export interface BenchArguments {
  readonly only: readonly Part[];
  /** Whether docs/measured.md is written as well. */
  readonly docs: boolean;
}

/** Reads the arguments; help and mistakes are answered by commander, which ends the process. */
export function readArguments(args: readonly string[]): BenchArguments {
  const command = new Command('npm run bench --')
    .description('Measures Tenure on this machine, in an installation of its own, and writes .tenure/bench.json.')
    .addOption(new Option('--only <parts...>', 'some parts of it').choices(PARTS).default([...PARTS], 'all'))
    .option('--docs', 'write the table into docs/measured.md as well', false)
    .allowExcessArguments(false)
    .parse(args, { from: 'user' });
  return command.opts<BenchArguments>();
}
