import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD, step } from '../../support/policies.ts';

const ALWAYS_OPEN = { from: '08:00', to: '18:00', weekdays: [1, 2, 3, 4, 5, 6, 7] };

function at(life: ImaginedLife): string[] {
  return life.done.map(({ at: instant }) => new Date(instant).toISOString());
}

describe('a step that falls on a day or hour when nothing is done', () => {
  it('moves from a Saturday to Monday, 08:00', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 50_000n, '2026-01-14');
    life.until('2026-01-20');
    expect(at(life)).toEqual(['2026-01-12T07:00:00.000Z', '2026-01-19T07:00:00.000Z']);
  });

  it('moves past a holiday of the customer’s country', () => {
    // A + 3 is Tuesday, 6 January 2026: Epiphany, a working day in Germany.
    const polish = new ImaginedLife('2026-01-02');
    polish.invoice('inv_1', 50_000n, '2026-01-02');
    // 3 January is a Saturday, so the case opens then and A is the 2nd.
    expect(polish.until('2026-01-08').story()).toEqual([
      '2026-01-02 courtesy pre.2026-01-02',
      '2026-01-05 reminder-1 1.1',
    ]);
    const policy = policyWith({ steps: [step('one', 'notice', 4, 'due')] });
    const held = new ImaginedLife('2026-01-02', { policy });
    held.invoice('inv_1', 50_000n, '2026-01-02');
    expect(held.until('2026-01-08').story()).toEqual(['2026-01-07 one 1.1']);
    const german = new ImaginedLife('2026-01-02', { policy: { ...policy, holidays: 'DE' } });
    german.invoice('inv_1', 50_000n, '2026-01-02');
    expect(german.until('2026-01-08').story()).toEqual(['2026-01-06 one 1.1']);
    const none = new ImaginedLife('2026-01-02', { policy: { ...policy, holidays: 'none' } });
    none.invoice('inv_1', 50_000n, '2026-01-02');
    expect(none.until('2026-01-08').story()).toEqual(['2026-01-06 one 1.1']);
  });

  it('is not moved by a policy’s calendar as far as due days go: those follow the law of the country', () => {
    const life = new ImaginedLife('2026-01-02', { policy: policyWith({ holidays: 'none' }) });
    life.invoice('inv_1', 50_000n, '2026-01-06');
    expect(life.until('2026-01-07', '12:00').look().phase).toBe('active');
    expect(life.until('2026-01-08').look().phase).toBe('dunning');
  });

  it('moves to the next morning when the window has closed, and is done at once while it is open', () => {
    const life = debtor().until('2026-01-18');
    life.command({ kind: 'dunning.pause', body: { until: '2026-01-22' } });
    life.until('2026-01-20', '17:59');
    life.command({ kind: 'dunning.resume', body: {} });
    expect(at(life).at(-1)).toBe('2026-01-20T16:59:00.000Z');
    const late = debtor().until('2026-01-18');
    late.command({ kind: 'dunning.pause', body: { until: '2026-01-22' } });
    late.until('2026-01-20', '18:00');
    late.command({ kind: 'dunning.resume', body: {} });
    late.until('2026-01-22');
    expect(at(late).at(-1)).toBe('2026-01-21T07:00:00.000Z');
  });

  it('moves a suspension and a termination too', () => {
    const policy = policyWith({
      steps: [
        step('warning', 'notice', 3, 'due', { mustPrecede: 'suspend' }),
        // A + 15 is Saturday, 31 January; thirteen days later it is Friday again, and two more make Sunday.
        step('suspend', 'suspend', 15, 'due'),
        step('terminate', 'terminate', 30, 'due'),
      ],
    });
    const life = debtor({ policy }).until('2026-02-20');
    expect(life.story()).toEqual([
      '2026-01-19 warning 1.1',
      '2026-02-02 stop sub_1',
      '2026-02-16 termination 1',
      '2026-02-16 end sub_1',
    ]);
  });

  it('never keeps a reinstatement waiting: at midnight from Saturday to Sunday service is back', () => {
    const life = debtor().until('2026-02-15', '00:30');
    life.pay('pay_1', 100_000n);
    expect(life.story('2026-02-15')).toEqual(['2026-02-15 start sub_1']);
    expect(life.look()).toMatchObject({ phase: 'active', service: 'on' });
  });
});

describe('on the day the clocks change', () => {
  const policy = policyWith({
    sendWindow: ALWAYS_OPEN,
    holidays: 'none',
    steps: [step('one', 'notice', 3, 'due'), step('two', 'notice', 1, 'previous')],
  });

  it('in spring a step is still done at 08:00 on the customer’s wall, and the next one a calendar day later', () => {
    const life = new ImaginedLife('2026-03-01', { policy });
    life.invoice('inv_1', 50_000n, '2026-03-25');
    life.until('2026-04-01');
    expect(at(life)).toEqual(['2026-03-28T07:00:00.000Z', '2026-03-29T06:00:00.000Z']);
  });

  it('in autumn too', () => {
    const life = new ImaginedLife('2026-10-01', { policy });
    life.invoice('inv_1', 50_000n, '2026-10-21');
    life.until('2026-11-01');
    expect(at(life)).toEqual(['2026-10-24T06:00:00.000Z', '2026-10-25T07:00:00.000Z']);
  });

  it('a debt becomes overdue at local midnight, in every zone', () => {
    for (const [timeZone, midnight] of [
      ['Europe/Warsaw', '2026-03-29T22:00:00Z'],
      ['America/New_York', '2026-03-30T04:00:00Z'],
      ['Pacific/Auckland', '2026-03-29T11:00:00Z'],
      ['Asia/Kolkata', '2026-03-29T18:30:00Z'],
    ] as const) {
      const life = new ImaginedLife('2026-03-02', { traits: { timeZone, country: 'US' } });
      life.invoice('inv_1', 50_000n, '2026-03-29');
      life.untilInstant(Date.parse(midnight) - 1);
      expect(life.look().phase, timeZone).toBe('active');
      life.untilInstant(Date.parse(midnight));
      expect(life.look().phase, timeZone).toBe('dunning');
    }
  });
});

describe('a payment counts by the calendar day', () => {
  it('made late in the evening of the due day it is on time', () => {
    const life = debtor().until('2026-01-16', '23:59');
    life.pay('pay_1', 100_000n);
    life.until('2026-02-01');
    expect(life.told('case.opened')).toEqual([]);
  });

  it('made on Monday for a Saturday it is on time: no notice, no case', () => {
    const life = new ImaginedLife('2026-01-02', { policy: STANDARD });
    life.invoice('inv_1', 50_000n, '2026-01-24');
    life.until('2026-01-26', '16:00');
    life.pay('pay_1', 50_000n);
    expect(life.until('2026-02-10').story()).toEqual(['2026-01-23 courtesy pre.2026-01-26']);
    expect(life.told('case.opened')).toEqual([]);
  });
});
