import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareWithPrediction, describeDifferences } from '../../../cli/replay/compare.ts';
import { lineOf } from '../../../cli/replay/happened.ts';
import { predictBook } from '../../../cli/replay/predict/predict-book.ts';
import { replayCustomers } from '../../../cli/replay/replay-customer.ts';
import { scriptOf } from '../../../cli/replay/script/book-script.ts';
import { settledAsWritten } from '../../../cli/replay/script/settlement.ts';
import { isPolicyProblem, readPolicy } from '../../../contracts/read-policy.ts';
import { BOOK_PRESETS } from '../../../domain/book/presets.ts';
import type { BookRow } from '../../../domain/book/read-row.ts';
import { projectRoot } from '../../support/test-machine-answers.ts';
import { bookRow } from './books.ts';

const { defaults } = BOOK_PRESETS['ibm-receivables'];
const read = readPolicy(JSON.parse(readFileSync(join(projectRoot, 'policies/replay.json'), 'utf8')), 1);
if (isPolicyProblem(read)) throw new Error(read.detail);
const POLICY = read;
const SPAN = { from: '2012-01-02', to: '2012-06-30' };
const predict = (rows: readonly BookRow[]) =>
  predictBook(replayCustomers(rows, defaults), scriptOf(rows, settledAsWritten, SPAN), POLICY, SPAN).happened;
const story = (rows: readonly BookRow[]) => predict(rows).map(({ day, what, which }) => `${day} ${what} ${which}`);

// Due on Friday 30 March 2012; Easter Monday is 9 April.
const LATE = bookRow({ settledOn: '2012-05-02' });

describe('a predicted life', () => {
  it('climbs the ladder of the replay policy, is stopped, and is back on the day of the payment', () => {
    expect(story([LATE])).toEqual([
      '2012-03-27 notice courtesy pre.2012-03-30',
      '2012-04-02 notice reminder-1 1.1',
      '2012-04-06 notice reminder-2 1.1',
      '2012-04-10 notice warning 1.1',
      '2012-04-17 suspension renewing',
      '2012-04-17 suspension ending',
      '2012-05-02 reinstatement renewing',
      '2012-05-02 reinstatement ending',
    ]);
  });

  it('hears nothing while all of its debt is disputed', () => {
    const days = predict([{ ...LATE, disputed: true }]).map(({ day }) => day);
    expect(days.filter((day) => day > '2012-03-30' && day < '2012-04-10')).toEqual([]);
    expect(days).toContain('2012-04-10');
  });

  it('suspends by 17 days of age where no weekend or holiday is in the way', () => {
    // Due on a Tuesday: every step falls on a working day.
    const lines = story([bookRow({ issuedOn: '2012-05-01', dueOn: '2012-05-15', settledOn: null })]);
    expect(lines).toContain('2012-06-01 suspension renewing');
  });
});

describe('comparing life with prediction', () => {
  const predicted = predict([LATE]);

  it('finds nothing where both agree, in whatever order', () => {
    expect(compareWithPrediction(predicted, predicted.toReversed())).toEqual([]);
  });

  it('finds a notice that moved by a day, on both days', () => {
    const moved = predicted.map((one) => (one.which === 'warning 1.1' ? { ...one, day: '2012-04-11' } : one));
    const differences = compareWithPrediction(predicted, moved);
    expect(differences).toEqual([
      { customer: 'A', day: '2012-04-10', predicted: ['notice warning 1.1'], happened: [] },
      { customer: 'A', day: '2012-04-11', predicted: [], happened: ['notice warning 1.1'] },
    ]);
    expect(describeDifferences(differences)).toContain('predicted: notice warning 1.1\n    happened:  nothing');
  });

  it('finds what happened twice', () => {
    const [first] = predicted;
    if (first === undefined) throw new Error('nothing was predicted');
    expect(compareWithPrediction(predicted, [...predicted, first])).toHaveLength(1);
    expect(lineOf(first)).toBe('2012-03-27 A notice courtesy pre.2012-03-30');
  });

  it('shows the first ten differences and how many there are beyond', () => {
    expect(describeDifferences(compareWithPrediction(predicted, []), 2)).toMatch(/… and 4 more$/);
  });
});
