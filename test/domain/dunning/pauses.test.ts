import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, step } from '../../support/policies.ts';

const CLOCK_STOPS = policyWith({ onResume: 'clockStops' });

function pause(life: ImaginedLife, until: string): string {
  return life.command({ kind: 'dunning.pause', body: { until } });
}

describe('a pause', () => {
  it('needs an end that is a later day than today', () => {
    const life = debtor().until('2026-01-20');
    expect(pause(life, '2026-01-20')).toBe('day_has_passed');
    expect(pause(life, '2026-01-21')).toBe('applied');
  });

  it('ends on the day it names, which is a day of action again', () => {
    const life = debtor().until('2026-01-18');
    pause(life, '2026-01-22');
    expect(life.look()).toMatchObject({
      nonEvents: [{ what: 'step:reminder-1', because: 'paused', detail: { until: '2026-01-22' } }],
      nextStep: { step: 'reminder-1', at: Date.parse('2026-01-22T07:00:00Z') },
    });
    expect(life.until('2026-01-23').story('2026-01-18')).toEqual(['2026-01-22 reminder-1 1.1']);
  });

  it('is said of a step in it that waits for more debts as well, so that a further one brings nothing new', () => {
    const policy = policyWith({
      steps: [step('one', 'notice', 3, 'due'), step('two', 'notice', 4, 'previous', { when: { minimumCount: 2 } })],
    });
    const life = debtor({ policy });
    life.invoice('inv_2', 100n, '2026-01-20');
    life.until('2026-01-20');
    pause(life, '2026-01-26');
    const paused = [{ what: 'step:two', because: 'paused', detail: { until: '2026-01-26' } }];
    expect(life.look().nonEvents).toEqual(paused);
    expect(life.until('2026-01-21', '07:00').look().nonEvents).toEqual(paused);
    expect(life.until('2026-01-27').story('2026-01-20')).toEqual(['2026-01-26 two 1.1']);
  });

  it('may come before there is a case; the case opens all the same', () => {
    const life = debtor();
    pause(life, '2026-01-30');
    expect(life.until('2026-01-17').look().phase).toBe('dunning');
    expect(life.until('2026-01-31').story()).toEqual(['2026-01-30 reminder-1 1.1']);
  });

  it('holds back suspension, and no debt hold by hand goes past it', () => {
    const life = debtor().until('2026-02-05');
    pause(life, '2026-03-02');
    expect(life.until('2026-03-01').story('2026-02-05')).toEqual([]);
    expect(life.hold('hld_x', 'debt')).toBe('proof_chain_incomplete');
    expect(life.until('2026-03-03').story('2026-02-05')).toEqual(['2026-03-02 stop sub_1']);
  });

  it('can be ended early, and only while it lasts', () => {
    const life = debtor().until('2026-01-18');
    expect(life.command({ kind: 'dunning.resume', body: {} })).toBe('wrong_phase');
    pause(life, '2026-02-20');
    life.until('2026-01-21', '10:00');
    expect(life.command({ kind: 'dunning.resume', body: {} })).toBe('applied');
    expect(life.story('2026-01-18')).toEqual(['2026-01-21 reminder-1 1.1']);
  });

  it('does not outlive its day: a later case knows nothing of it', () => {
    const life = debtor().until('2026-01-18');
    pause(life, '2026-01-22');
    life.pay('pay_1', 100_000n);
    life.invoice('inv_2', 100_000n, '2026-02-20');
    expect(life.until('2026-02-24').story('2026-01-18')).toEqual([
      '2026-02-17 courtesy pre.2026-02-20',
      '2026-02-23 reminder-1 2.1',
    ]);
  });
});

describe('after a pause age has run on by default', () => {
  it('and steps are made up with their distances, never two on a day', () => {
    const life = debtor().until('2026-01-20');
    pause(life, '2026-03-02');
    expect(life.until('2026-04-01').story('2026-01-20')).toEqual([
      '2026-03-02 reminder-2 1.1',
      '2026-03-09 warning 1.1',
      '2026-03-16 stop sub_1',
    ]);
  });

  it('also from steps that count from the due day: warning and suspension keep their distance', () => {
    const steps = CLOCK_STOPS.steps.map((rung, index) => ({
      ...rung,
      after: { days: [-3, 3, 10, 17, 24, 84][index] ?? 0, from: 'due' as const },
    }));
    const traits = {
      terms: {
        paymentDays: 14,
        acceptedOn: '2020-01-02',
        document: null,
        suspensionClause: true,
        minimumNoticeDays: 0,
      },
    };
    const life = debtor({ policy: policyWith({ steps }), traits }).until('2026-01-20');
    pause(life, '2026-03-02');
    expect(life.until('2026-04-01').story('2026-01-20')).toEqual([
      '2026-03-02 reminder-2 1.1',
      '2026-03-03 warning 1.1',
      '2026-03-10 stop sub_1',
    ]);
  });
});

describe('with `clockStops`', () => {
  it('a pause moves every later step by its days', () => {
    const life = debtor({ policy: CLOCK_STOPS }).until('2026-01-20');
    pause(life, '2026-01-30');
    expect(life.look().nextStep).toMatchObject({ step: 'reminder-2', at: Date.parse('2026-02-05T07:00:00Z') });
    // Ten days: 26 January becomes 5 February, and so on; the 12th and the 19th are Thursdays.
    expect(life.until('2026-03-01').story('2026-01-20')).toEqual([
      '2026-02-05 reminder-2 1.1',
      '2026-02-12 warning 1.1',
      '2026-02-19 stop sub_1',
    ]);
  });

  it('only the days after the due day count, however early the pause began', () => {
    const life = debtor({ policy: CLOCK_STOPS });
    pause(life, '2026-01-21');
    // Five days stood still: 16 to 20 January.
    expect(life.until('2026-01-30').story()).toEqual(['2026-01-26 reminder-1 1.1']);
  });

  it('a pause of an older debt does not shield a newer one', () => {
    const life = debtor({ policy: CLOCK_STOPS }).until('2026-01-20');
    pause(life, '2026-01-30');
    life.invoice('inv_2', 100_000n, '2026-02-03');
    life.until('2026-02-04');
    life.pay('pay_1', 100_000n);
    expect(life.until('2026-02-10').story('2026-01-20')).toEqual(['2026-02-06 reminder-1 1.2']);
  });

  it('a pause that is ended early counts for the days it lasted', () => {
    const life = debtor({ policy: CLOCK_STOPS }).until('2026-01-20');
    pause(life, '2026-03-30');
    life.until('2026-01-23');
    life.command({ kind: 'dunning.resume', body: {} });
    expect(life.until('2026-01-30').story('2026-01-20')).toEqual(['2026-01-29 reminder-2 1.1']);
  });

  it('pauses that overlap are counted once', () => {
    const life = debtor({ policy: CLOCK_STOPS }).until('2026-01-20');
    pause(life, '2026-01-27');
    life.until('2026-01-22');
    pause(life, '2026-01-24');
    // From the 20th to the 24th: four days, and 26 January becomes the 30th.
    expect(life.until('2026-02-01').story('2026-01-20')).toEqual(['2026-01-30 reminder-2 1.1']);
  });

  it('the days between warning and suspension stand still too', () => {
    const life = debtor({ policy: CLOCK_STOPS }).until('2026-02-03');
    pause(life, '2026-02-17');
    expect(life.until('2026-03-01').story('2026-02-03')).toEqual(['2026-02-23 stop sub_1']);
  });
});
