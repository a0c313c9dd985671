import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateBook } from '../../../cli/book/generate-book.ts';
import type { Happened } from '../../../cli/replay/happened.ts';
import type { Evidence } from '../../../cli/replay/judge/evidence.ts';
import { SECOND_JUDGE } from '../../../cli/replay/judge/judge.ts';
import { predictBook } from '../../../cli/replay/predict/predict-book.ts';
import { replayCustomers } from '../../../cli/replay/replay-customer.ts';
import { scriptOf } from '../../../cli/replay/script/book-script.ts';
import { distortion } from '../../../cli/replay/script/distort.ts';
import { settledAsWritten } from '../../../cli/replay/script/settlement.ts';
import { isPolicyProblem, readPolicy } from '../../../contracts/read-policy.ts';
import { BOOK_PRESETS } from '../../../domain/book/presets.ts';
import { createTestDatabase } from '../../support/database.ts';
import { projectRoot } from '../../support/test-machine-answers.ts';
import { generatedRows, rowTexts } from './generated-rows.ts';

const { defaults } = BOOK_PRESETS['ibm-receivables'];
const DOCUMENT: unknown = JSON.parse(readFileSync(join(projectRoot, 'policies/replay.json'), 'utf8'));
const TEXT = generateBook({ customers: 20, from: '2012-01-03', to: '2013-06-30', seed: 'judge' });
const ROWS = generatedRows(TEXT);
const SPAN = { from: '2012-01-03', to: '2013-10-31' };

/** A lived book, as the kernel predicts it, and the evidence of it. */
function evidence(seed: string | null, span = SPAN): Evidence {
  const policy = readPolicy(DOCUMENT, 1);
  if (isPolicyProblem(policy)) throw new Error(policy.detail);
  const facts = scriptOf(ROWS, seed === null ? settledAsWritten : distortion(ROWS, seed), span);
  return {
    book: rowTexts(TEXT).map((row) => ({
      customer: row['customerID'] ?? '',
      invoice: row['invoiceNumber'] ?? '',
      issued: row['InvoiceDate'] ?? '',
      due: row['DueDate'] ?? '',
      amount: row['InvoiceAmount'] ?? '',
      settled: row['SettledDate'] ?? '',
    })),
    facts,
    happened: predictBook(replayCustomers(ROWS, defaults), facts, policy, span).happened,
    terms: {
      ...span,
      days: 'month/day/year',
      decimalMark: '.',
      minorDigits: 2,
      distorted: seed !== null,
      policy: DOCUMENT,
      minimumNoticeDays: 7,
    },
  };
}

describe('the second judge', () => {
  it('finds the violation that is planted for each of its checks, and none in two lives without fault', async () => {
    const { superuserUrl } = await createTestDatabase();
    expect(SECOND_JUDGE.checks).toHaveLength(7);
    expect(await SECOND_JUDGE.blindChecks(superuserUrl)).toEqual([]);
  });

  it('finds no fault in a book as the kernel lives it, distorted or not', async () => {
    const { superuserUrl } = await createTestDatabase();
    expect(await SECOND_JUDGE.findViolations(superuserUrl, evidence(null))).toEqual([]);
    expect(await SECOND_JUDGE.findViolations(superuserUrl, evidence('7'))).toEqual([]);
    // Cut off in the middle, with disputes, stray transfers and suspensions that have not ended.
    const cut = { from: '2012-05-10', to: '2012-11-20' };
    expect(await SECOND_JUDGE.findViolations(superuserUrl, evidence('8', cut))).toEqual([]);
  });

  it('finds the marks of the mistakes that a kernel could make', async () => {
    const { superuserUrl } = await createTestDatabase();
    const sound = evidence('7');
    const found = async (change: (happened: readonly Happened[]) => readonly Happened[]) => {
      const violations = await SECOND_JUDGE.findViolations(superuserUrl, {
        ...sound,
        happened: change(sound.happened),
      });
      return new Set(violations.map((violation) => violation.check));
    };
    const withoutWarnings = await found((happened) => happened.filter((one) => !one.which.startsWith('warning')));
    expect(withoutWarnings).toContain('no-stop-without-warning');
    const neverBack = await found((happened) => happened.filter((one) => one.what !== 'reinstatement'));
    expect(neverBack).toContain('back-when-settled');
    const neverStopped = await found((happened) => happened.filter((one) => one.what === 'notice'));
    expect(neverStopped).toContain('no-debtor-left-alone');
    const aDayEarly = await found((happened) =>
      happened.map((one) => (one.which.startsWith('reminder-2') ? { ...one, ...dayBefore(one) } : one)),
    );
    expect(aDayEarly).toContain('ladder-in-order');
  });
});

function dayBefore({ at, day }: Happened): Pick<Happened, 'at' | 'day'> {
  const earlier = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return { at: at - 86_400_000, day: earlier };
}
