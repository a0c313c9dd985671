import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateBook } from '../../../cli/book/generate-book.ts';
import type { OpenBook } from '../../../cli/replay/open-book.ts';
import { readReplayOptions } from '../../../cli/replay/options.ts';
import { predictBook } from '../../../cli/replay/predict/predict-book.ts';
import { replayCustomers } from '../../../cli/replay/replay-customer.ts';
import { readReplayPolicy } from '../../../cli/replay/replay-policy.ts';
import { ageingOn, daySums, owedOver } from '../../../cli/replay/report/owed.ts';
import { marks } from '../../../cli/replay/report/svg.ts';
import { writeReport } from '../../../cli/replay/report/write-report.ts';
import { scriptOf } from '../../../cli/replay/script/book-script.ts';
import { distortion } from '../../../cli/replay/script/distort.ts';
import type { ScriptFact } from '../../../cli/replay/script/script-fact.ts';
import { countsOf } from '../../../cli/replay/summary.ts';
import { BOOK_PRESETS } from '../../../domain/book/presets.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { generatedRows } from './generated-rows.ts';

const FACTS: readonly ScriptFact[] = [
  { kind: 'invoice', day: '2012-03-01', customer: 'A', invoice: '1', dueOn: '2012-03-10', amount: 1000n },
  {
    kind: 'payment',
    day: '2012-03-05',
    customer: 'A',
    payment: 'p',
    method: 'card',
    reference: '',
    puts: [{ invoice: '1', amount: 400n }],
  },
  { kind: 'reversal', day: '2012-03-12', customer: 'A', payment: 'p' },
];

describe('what was owed', () => {
  it('follows payments and reversals, and is overdue from the day after the due day', () => {
    const owed = owedOver(FACTS, '2012-03-15');
    expect(owed.map(({ from, until, amount }) => [from, until, amount])).toEqual([
      ['2012-03-01', '2012-03-05', 1000n],
      ['2012-03-05', '2012-03-12', 600n],
      ['2012-03-12', '2012-03-15', 1000n],
    ]);
    const { open, overdue } = daySums(owed, '2012-03-09', '2012-03-13');
    expect(open).toEqual([600n, 600n, 600n, 1000n, 1000n]);
    expect(overdue).toEqual([0n, 0n, 600n, 1000n, 1000n]);
    expect([...ageingOn(owed, '2012-03-10')]).toEqual([['current', 600n]]);
    expect([...ageingOn(owed, '2012-03-14')]).toEqual([['1-30', 1000n]]);
  });

  it('is drawn against round numbers', () => {
    expect(marks(8_437)).toEqual([0, 5_000, 10_000]);
    expect(marks(0)).toEqual([0, 0.5, 1]);
    expect(marks(107)).toEqual([0, 50, 100, 150]);
  });
});

describe('the report', () => {
  const { defaults } = BOOK_PRESETS['ibm-receivables'];
  const { policy } = readReplayPolicy(undefined);
  const rows = generatedRows(generateBook({ customers: 12, from: '2012-01-03', to: '2012-12-31', seed: 'report' }));
  const span = { from: '2012-01-03', to: '2013-02-28' };
  const facts = scriptOf(rows, distortion(rows, '5'), span);
  const customers = replayCustomers(rows, defaults);
  const { happened } = predictBook(customers, facts, policy, span);
  const book: OpenBook = {
    file: '/books/<odd> & name.csv',
    sha256: 'abc',
    generated: true,
    customers,
    facts,
    span,
    texts: [],
  };
  const steps = policy.steps.map((step) => step.key);
  const counts = countsOf(customers.length, facts, happened, steps, span.to);
  const write = (problems: readonly string[]) => {
    const matter = {
      book,
      options: readReplayOptions([]),
      policy,
      counts,
      happened,
      run: undefined,
      predictedIn: 0.5,
      problems,
    };
    return readFileSync(writeReport(temporaryFolder(), matter), 'utf8');
  };

  it('is one file with five drawings that fetches nothing', () => {
    const html = write([]);
    expect(html.match(/class="drawing"/g)).toHaveLength(5);
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:/);
    expect(html).toContain('The prediction breaks no rule');
    for (const customer of customers) expect(html).toContain(`>${customer.name}</text>`);
    expect(html).not.toContain('NaN');
  });

  it('shows what is wrong, and takes no name for markup', () => {
    const html = write(['3 days differ:\n  2012-03-01 <A>']);
    expect(html).toContain('1 thing is not as it must be');
    expect(html).toContain('3 days differ:\n  2012-03-01 &lt;A&gt;');
    expect(html).toContain('&lt;odd&gt; &amp; name.csv');
  });

  it('has a tick for every notice and a bar for every suspension', () => {
    const html = write([]);
    expect(html.match(/class="strip-notice/g)).toHaveLength(counts.notices);
    expect(html.match(/<rect [^>]*class="strip-stopped"/g)?.length).toBe(counts.suspensions + 1);
  });
});

describe('the options of a replay', () => {
  it('are read as they are written', () => {
    const read = readReplayOptions([
      'book.csv',
      '--customers',
      '10',
      '--from',
      '2012-01-01',
      '--distort',
      '7',
      '--resume',
    ]);
    expect(read).toMatchObject({
      file: 'book.csv',
      customers: 10,
      from: '2012-01-01',
      distort: '7',
      resume: true,
      atOnce: 12,
    });
    const { file, distort, resume, port } = readReplayOptions([]);
    expect([file, distort, resume, port]).toEqual([undefined, undefined, false, 7400]);
  });

  it('give another policy a key of its own, so that no other customer lives under it', () => {
    expect(readReplayPolicy(undefined).policy.key).toBe('replay');
    expect(readReplayPolicy(join(import.meta.dirname, '../../../policies/standard.json')).policy.key).toMatch(
      /^replay-[0-9a-f]{8}$/,
    );
  });
});
