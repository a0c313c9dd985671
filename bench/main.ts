import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../cli/installation/layout.ts';
import { describeMachineError, MachineError } from '../cli/machine/machine-error.ts';
import { readArguments } from './arguments.ts';
import { openInstallation } from './installation/open-installation.ts';
import { withSection } from './report/document-section.ts';
import type { BenchReport } from './report/report.ts';
import { reportTable } from './report/table.ts';
import { runParts } from './run-parts.ts';

/** `npm run bench`: prints a table, writes `.tenure/bench.json`. Exit code 1 when a count is over its limit. */
const RESULT = join(checkout, '.tenure', 'bench.json');
const DOCUMENT = join(checkout, 'docs', 'measured.md');
const options = readArguments(process.argv.slice(2));
const start = Date.now();
const say = (line: string): void =>
  console.log(`${`${Math.round((Date.now() - start) / 1_000)} s`.padStart(6)}  ${line}`);

try {
  const home = await openInstallation(say);
  let report: BenchReport;
  try {
    report = await runParts(home, options.only, say);
  } finally {
    await home.close();
  }
  const table = reportTable(report);
  console.log(`\n${table}\n`);
  writeFileSync(RESULT, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`Written to ${RESULT}`);
  if (options.docs) {
    const document = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
    writeFileSync(DOCUMENT, withSection(document, 'Bench', table));
    console.log(`Written to ${DOCUMENT}`);
  }
  const over = report.counts.filter(({ kept }) => !kept).map(({ scenario }) => scenario);
  if (over.length > 0) console.error(`Over the limit: ${over.join('; ')}`);
  process.exitCode = over.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof MachineError ? describeMachineError(error) : error);
  process.exitCode = 1;
}
