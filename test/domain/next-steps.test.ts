import { describe, expect, it } from 'vitest';
import { dayAt } from '../../domain/calendar/day.ts';
import { nextSteps } from '../../domain/next-steps.ts';
import { STANDARD } from '../support/policies.ts';
import { ImaginedLife } from '../support/imagined-life.ts';

const DAY = 86_400_000;
const aDebtor = (options: ConstructorParameters<typeof ImaginedLife>[1] = {}): ImaginedLife => {
  const life = new ImaginedLife('2026-01-05', options);
  life.invoice('inv_1', 124_000n, '2026-01-19');
  return life;
};
const stepsOf = (life: ImaginedLife, days: number) =>
  nextSteps(
    life.account,
    { policy: life.policy, activePolicyVersion: life.policy.version, newId: life.newId },
    life.now,
    life.now + days * DAY,
  );
const story = (life: ImaginedLife, days: number) =>
  stepsOf(life, days).map(({ at, kind, step }) => `${dayAt(at, 'Europe/Warsaw')} ${kind} ${step}`);

describe('next steps', () => {
  it('are the ladder, in order, up to a day', () => {
    expect(story(aDebtor({ subscriptions: 2 }), 60)).toEqual([
      '2026-01-16 notice courtesy',
      '2026-01-22 notice reminder-1',
      '2026-01-29 notice reminder-2',
      '2026-02-05 notice warning',
      '2026-02-12 suspend suspend',
    ]);
  });

  it('begin with what the decision itself foretells, word for word', () => {
    const life = aDebtor();
    for (const day of ['2026-01-06', '2026-01-17', '2026-01-23', '2026-02-06']) {
      const { nextStep } = life.until(day).look();
      expect(nextStep).not.toBeNull();
      expect(stepsOf(life, 60)[0]).toEqual(nextStep);
    }
  });

  it('hold steps that are only a record, such as a call', () => {
    const call = { key: 'call', kind: 'call', after: { days: 2, from: 'previous' }, approval: 'none' } as const;
    const steps = STANDARD.steps.toSpliced(2, 0, call);
    expect(story(aDebtor({ policy: { ...STANDARD, steps } }), 28)).toContain('2026-01-26 call call');
  });

  it('are none for one who owes nothing', () => {
    expect(stepsOf(new ImaginedLife('2026-01-05'), 365)).toEqual([]);
  });

  it('say when an onboarding ends of which nothing more is heard', () => {
    const life = new ImaginedLife('2026-01-05', { traits: { onboarding: 'standard' } });
    expect(story(life, 90)).toEqual(['2026-02-05 refuse onboarding']);
  });

  it('are what happens', () => {
    const life = aDebtor();
    const foretold = story(life, 60);
    const lived = life.until('2026-03-05').story();
    expect(lived.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
      foretold.map((line) => line.replace('suspend suspend', 'stop').replace('notice ', '')),
    );
  });
});
