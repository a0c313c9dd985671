import { describe, expect, it } from 'vitest';
import type { NoticeEffect } from '../../../domain/decision.ts';
import { debtor } from '../../support/debtor.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD, step } from '../../support/policies.ts';

const TERMS = {
  paymentDays: 14,
  acceptedOn: '2020-01-02',
  document: null,
  suspensionClause: true,
  minimumNoticeDays: 7,
};

function lastNotice(life: ImaginedLife): NoticeEffect | undefined {
  const done = life.done.findLast(({ effect }) => effect.kind === 'notice');
  return done?.effect.kind === 'notice' ? done.effect : undefined;
}

describe('the warning', () => {
  it('names the day of suspension, and that is the day', () => {
    const life = debtor().until('2026-02-03');
    expect(lastNotice(life)).toMatchObject({
      step: 'warning',
      mustPrecede: true,
      says: { suspensionOn: '2026-02-09' },
    });
    expect(life.until('2026-02-10').story('2026-02-09')).toEqual(['2026-02-09 stop sub_1']);
  });

  it('names a working day', () => {
    const policy = policyWith({
      steps: STANDARD.steps.map((one) =>
        one.kind === 'suspend' ? { ...one, after: { days: 12, from: 'previous' } } : one,
      ),
    });
    const life = debtor({ policy }).until('2026-02-03');
    expect(lastNotice(life)?.says.suspensionOn).toBe('2026-02-16');
    expect(life.until('2026-02-20').story('2026-02-03')).toEqual(['2026-02-16 stop sub_1']);
  });

  it('names no day that comes before its bounce window has passed', () => {
    const policy = policyWith({
      bounceWindowHours: 100,
      steps: [
        step('warning', 'notice', 3, 'due', { mustPrecede: 'suspend' }),
        step('suspend', 'suspend', 1, 'previous'),
      ],
    });
    const traits = { terms: { ...TERMS, minimumNoticeDays: 0 } };
    const life = debtor({ policy, traits }).until('2026-01-20');
    // Monday 08:00 and 100 hours are Friday, noon.
    expect(lastNotice(life)?.says.suspensionOn).toBe('2026-01-23');
    life.until('2026-01-24');
    expect(life.done.at(-1)).toMatchObject({ at: Date.parse('2026-01-23T11:00:00Z'), effect: { kind: 'stop' } });
  });

  it('threatens with nothing where nothing can be stopped', () => {
    const life = debtor({ traits: { terms: { ...TERMS, suspensionClause: false } } }).until('2026-02-03');
    expect(lastNotice(life)).toMatchObject({ step: 'warning', says: { suspensionOn: null } });
  });

  it('is never nearer to the suspension than the notice in the terms, from the day it was accepted', () => {
    const life = debtor({ traits: { terms: { ...TERMS, minimumNoticeDays: 14 } } }).until('2026-02-03');
    expect(lastNotice(life)?.says.suspensionOn).toBe('2026-02-16');
    expect(life.until('2026-03-01').story('2026-02-03')).toEqual(['2026-02-16 stop sub_1']);
  });

  it('accepted late moves the suspension', () => {
    const life = debtor().until('2026-02-01');
    life.fails = (effect) =>
      effect.kind === 'notice' && life.today < '2026-02-04' ? { kind: 'deferred', until: life.now + 3_600_000 } : null;
    expect(life.until('2026-03-01').story('2026-02-01')).toEqual(['2026-02-04 warning 1.1', '2026-02-11 stop sub_1']);
  });

  it('must be delivered on the day of suspension: accepted, and no bounce within the window', () => {
    const policy = policyWith({ bounceWindowHours: 24 * 9 });
    const life = debtor({ policy }).until('2026-02-10');
    expect(life.look().nonEvents).toMatchObject([{ what: 'step:suspend', because: 'warningNotDelivered' }]);
    expect(life.until('2026-02-12').story('2026-02-09')).toEqual(['2026-02-11 stop sub_1']);
  });

  it('is delivered earlier when a delivery report says so', () => {
    const life = debtor({ policy: policyWith({ bounceWindowHours: 24 * 9 }) }).until('2026-02-05');
    const ref = { noticeKind: 'dunning', step: 'warning', occurrence: '1.1' } as const;
    life.post({ kind: 'notice.delivered', effectiveOn: life.today, body: ref });
    expect(life.until('2026-02-12').story('2026-02-05')).toEqual(['2026-02-09 stop sub_1']);
  });
});

describe('a warning that bounces', () => {
  it('was none: the case falls back, and it is sent again, as a new occurrence, once the contact has changed', () => {
    const life = debtor().until('2026-02-04');
    life.bounce('warning');
    expect(life.account.dunning.position.map((done) => done.step)).toEqual(['reminder-1', 'reminder-2']);
    expect(life.until('2026-02-16').look().nonEvents).toEqual([
      { what: 'step:warning', because: 'undeliverable', detail: {} },
    ]);
    expect(life.account.tasks).toMatchObject([{ what: 'undeliverable', key: 'undeliverable/dunning/warning/1.1' }]);
    life.traits({ contactRevision: 2 });
    expect(life.until('2026-03-01').story('2026-02-04')).toEqual(['2026-02-16 warning 1.2', '2026-02-23 stop sub_1']);
  });

  it('twice is sent a third time only after another change', () => {
    const life = debtor().until('2026-02-04');
    life.bounce('warning');
    life.traits({ contactRevision: 2 });
    life.until('2026-02-05');
    life.bounce('warning');
    expect(life.until('2026-03-01').story('2026-02-03')).toEqual(['2026-02-04 warning 1.2']);
    life.traits({ contactRevision: 3 });
    expect(life.until('2026-03-03').story('2026-02-05')).toEqual(['2026-03-02 warning 1.3']);
  });

  it('at once, because the relay refuses the address, never counts as done', () => {
    const life = debtor().until('2026-02-01');
    life.fails = (effect) => (effect.kind === 'notice' ? { kind: 'undeliverable', because: 'failed' } : null);
    life.until('2026-02-20');
    expect(life.story('2026-02-01')).toEqual(['2026-02-02 warning 1.1 undeliverable']);
    expect(life.account.dunning.position.map((done) => done.step)).toEqual(['reminder-1', 'reminder-2']);
  });

  it('when there is nobody to write to waits for a contact', () => {
    const life = debtor({ traits: { contactRevision: 0 } }).until('2026-02-20');
    expect(life.story('2026-02-01')).toEqual(['2026-02-02 warning 1.1 undeliverable']);
    life.traits({ contactRevision: 1 });
    expect(life.until('2026-02-21').story('2026-02-03')).toEqual(['2026-02-20 warning 1.2']);
  });

  it('takes with it the steps that came after it', () => {
    const policy = policyWith({
      steps: [
        step('warning', 'notice', 3, 'due', { mustPrecede: 'suspend' }),
        step('call', 'call', 2, 'previous'),
        step('suspend', 'suspend', 5, 'previous'),
      ],
    });
    const life = debtor({ policy }).until('2026-01-22');
    expect(life.account.dunning.position.map((done) => done.step)).toEqual(['warning', 'call']);
    life.bounce('warning');
    life.traits({ contactRevision: 2 });
    // The call follows on Monday, the 26th, and the suspension five days after it, again on a Monday.
    expect(life.until('2026-02-03').story('2026-01-22')).toEqual(['2026-01-22 warning 1.2', '2026-02-02 stop sub_1']);
    expect(lastNotice(life)?.says.suspensionOn).toBe('2026-02-02');
    expect(life.told('task.opened').filter(({ body }) => body.what === 'call')).toHaveLength(2);
  });

  it('after the suspension is a task, and service stays off', () => {
    const life = debtor().until('2026-02-10');
    life.bounce('warning');
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'off' });
    expect(life.account.tasks).toMatchObject([{ what: 'undeliverable' }]);
  });
});

describe('a reminder that bounces', () => {
  it('is a task, and the ladder goes on', () => {
    const life = debtor().until('2026-01-20');
    life.bounce('reminder-1');
    expect(life.account.tasks).toMatchObject([{ what: 'undeliverable' }]);
    expect(life.until('2026-01-27').story('2026-01-20')).toEqual(['2026-01-26 reminder-2 1.1']);
  });
});

describe('before the warning', () => {
  it('an unknown legal status goes to a person, once', () => {
    const life = debtor({ traits: { legalStatus: null } }).until('2026-03-01');
    expect(life.story('2026-02-01')).toEqual([]);
    expect(life.look().nonEvents).toEqual([{ what: 'step:warning', because: 'legalStatusUnknown', detail: {} }]);
    expect(life.account.tasks).toMatchObject([{ what: 'legalStatusUnknown', open: true }]);
    life.traits({ legalStatus: 'soleTrader' });
    expect(life.until('2026-03-03').story('2026-02-01')).toEqual(['2026-03-02 warning 1.1']);
  });
});

describe('without terms that allow it', () => {
  it('nobody is suspended for debt: the warning goes out, then a person decides', () => {
    const life = debtor({ traits: { terms: null } }).until('2026-04-01');
    expect(life.story('2026-02-01')).toEqual(['2026-02-02 warning 1.1']);
    expect(life.look().nonEvents).toContainEqual({ what: 'step:suspend', because: 'noSuspensionBasis', detail: {} });
    expect(life.account.tasks).toMatchObject([{ what: 'noSuspensionBasis' }]);
    expect(life.hold('hld_x', 'debt')).toBe('no_suspension_basis');
    expect(life.command({ kind: 'dunning.escalate', body: { toStep: 'suspend' } })).toBe('no_suspension_basis');
  });

  it('it goes on by itself once terms with a clause are on record', () => {
    const life = debtor({ traits: { terms: null } }).until('2026-04-01');
    life.traits({ terms: TERMS });
    expect(life.until('2026-04-02').story('2026-04-01')).toEqual(['2026-04-01 stop sub_1']);
  });
});
