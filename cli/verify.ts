import { Command } from 'commander';
import { readConfiguration } from '../contracts/configuration.ts';
import { connect } from '../db/database.ts';
import { commandEnvironment } from './installation/command-environment.ts';
import { layoutOf } from './installation/layout.ts';
import { progressLine } from './progress-line.ts';
import { verifyBook } from './verification/verify-book.ts';

/** At most so many lines of one kind: whoever needs all of them has another problem. */
const MOST_LINES = 20;

/**
 * `npm run verify`: recomputes all that can be recomputed and compares. Exit code 0 when everything holds, 1 when
 * something does not or could not be looked at. Changes nothing.
 */
const { dataDir, decisions } = new Command('npm run verify --')
  .description('Checks audit chains, facts, ledger, rows and decisions; exit code 1 when something does not hold.')
  .option('--data-dir <folder>', 'data of an installation that npm start runs on this machine')
  .option('--decisions <number>', 'how many of each customer’s latest decisions are made again', '20')
  .parse()
  .opts<{ dataDir?: string; decisions: string }>();

try {
  const { database } = readConfiguration(commandEnvironment(layoutOf(dataDir)));
  const db = connect(database.url, { max: 2, applicationName: 'tenure-verify' });
  const progress = progressLine(process.stdout);
  try {
    const checks = await verifyBook(db, {
      decisions: wholeNumber(decisions),
      onProgress: ({ customers, done }) => progress.show(`${done} of ${customers} customers`),
    });
    progress.end();
    for (const { name, looked, wrong } of checks) {
      console.log(`${wrong.length === 0 ? 'holds ' : 'BROKEN'}  ${name}: ${looked} looked at, ${wrong.length} wrong`);
      for (const line of wrong.slice(0, MOST_LINES)) console.log(`        ${line}`);
      if (wrong.length > MOST_LINES) console.log(`        … and ${wrong.length - MOST_LINES} more`);
    }
    process.exitCode = checks.every(({ wrong }) => wrong.length === 0) ? 0 : 1;
  } finally {
    progress.end();
    await db.destroy();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--decisions takes a whole number, not ${text}`);
}
