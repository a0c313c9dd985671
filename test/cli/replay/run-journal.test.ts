import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRun, runKey } from '../../../cli/replay/live/run-folder.ts';
import { openJournal } from '../../../cli/replay/live/run-journal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const LIFE = {
  happened: [{ customer: 'A', at: 1, day: '2012-03-01', what: 'notice' as const, which: 'courtesy pre.2012-03-04' }],
  ending: {
    customer: 'A',
    phase: 'active',
    service: 'on',
    open: '0.00',
    overdue: '0.00',
    unapplied: '0.00',
    renewing: ['renewing'],
  },
};

describe('the journal of a run', () => {
  it('gives back after a restart what was written before, a torn last line left out', () => {
    const file = join(temporaryFolder(), 'journal.jsonl');
    const journal = openJournal(file);
    journal.created('A', 'cus_1');
    journal.posted('invoice/1', 'inv_1');
    journal.lived('A', LIFE);
    journal.posted('invoice/2', 'inv_2');
    appendFileSync(file, '{"posted":"invoice/3","i');

    const again = openJournal(file);
    expect(again.customerId('A')).toBe('cus_1');
    expect(again.postedId('invoice/2')).toBe('inv_2');
    expect(again.postedId('invoice/3')).toBeUndefined();
    expect(again.livedLife('A')).toEqual(LIFE);
    expect([again.isEmpty(), again.isOver()]).toEqual([false, false]);
    again.posted('invoice/3', 'inv_3');
    again.over();
    expect(openJournal(file).postedId('invoice/3')).toBe('inv_3');
    expect(openJournal(file).isOver()).toBe(true);
  });

  it('forgets a life that is begun anew, with all that was posted to it, and counts the attempt', () => {
    const file = join(temporaryFolder(), 'journal.jsonl');
    const journal = openJournal(file);
    journal.created('A', 'cus_1');
    journal.created('B', 'cus_2');
    journal.posted('invoice/1', 'inv_1');
    journal.beginAgain(['A'], ['invoice/1']);
    for (const one of [journal, openJournal(file)]) {
      expect([one.customerId('A'), one.postedId('invoice/1'), one.attempt('A')]).toEqual([undefined, undefined, 2]);
      expect([one.customerId('B'), one.attempt('B')]).toEqual(['cus_2', 1]);
    }
  });
});

describe('the folder of a run', () => {
  const key = runKey({ sha256: 'abc', distort: null });
  const begun = (folder: string, wallNow: number, installation = 'sel_1') => {
    const run = openRun(folder, key, installation, { restart: false, wallNow });
    run.journal.created('A', 'cus_1');
    return run;
  };

  it('goes on with the interrupted run of the same book in the same installation', () => {
    const folder = temporaryFolder();
    const first = begun(folder, 1_800_000_000_000);
    const second = openRun(folder, key, 'sel_1', { restart: false, wallNow: 1_800_000_000_001 });
    expect([second.resumed, second.label]).toEqual([true, first.label]);
    expect(JSON.parse(readFileSync(join(first.folder, 'run.json'), 'utf8'))).toEqual({ key, installation: 'sel_1' });
  });

  it.each([
    ['the first one is over', 'sel_1', key, false, true],
    ['another installation is used', 'sel_2', key, false, false],
    ['book or options are others', 'sel_1', runKey({ sha256: 'abd', distort: null }), false, false],
    ['it is asked for', 'sel_1', key, true, false],
  ])('begins anew when %s', (_when, installation, ofKey, restart, isOver) => {
    const folder = temporaryFolder();
    const first = begun(folder, 1_800_000_000_000);
    if (isOver) first.journal.over();
    const second = openRun(folder, ofKey, installation, { restart, wallNow: 1_800_000_000_001 });
    expect(second.resumed).toBe(false);
    expect(second.label).not.toBe(first.label);
  });
});
