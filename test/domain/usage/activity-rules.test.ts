import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '../../../domain/usage/activity-record.ts';
import type { Agreed } from '../../../domain/usage/agreed.ts';
import { stakeOf, watch, worthACase } from '../../../domain/usage/watch.ts';
import { watchSettings } from '../../../domain/usage/watch-settings.ts';
import { ANNA_KNOWN, history, noon, record, TODAY } from './a-history.ts';

const settings = watchSettings('PLN');
const found = (activity: readonly ActivityRecord[], agreed: readonly Agreed[] = []) =>
  watch(history({ activity: [ANNA_KNOWN, ...activity], agreed }), noon(), settings);
const stake = (...activity: readonly ActivityRecord[]) => stakeOf(found(activity), settings).minor;
const night = Date.parse(`${TODAY}T02:00:00Z`);

describe('rules over activity', () => {
  const kinds = [
    ['ownerAssigned', 'new-administrator', 10],
    ['globalAdministratorAssigned', 'new-administrator', 10],
    ['guestMadeAdministrator', 'guest-made-administrator', 10],
    ['mfaDisabled', 'mfa-off', 69],
    ['budgetDeleted', 'budget-deleted', 68],
    ['alertDeleted', 'budget-deleted', 68],
  ] as const;

  it.each(kinds)('%s is told by the rule %s of practice %i, on its day, with its record', (kind, rule, practice) => {
    const [finding, ...others] = found([record({ kind, subject: 'boris' })]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule, practice, day: TODAY, subject: 'boris', from: 'activity' });
    expect(finding?.why).toMatchObject({ what: kind, newActor: 0, newCountry: 0, oddHour: 0 });
  });

  it('a new owner by a known colleague in working hours opens no case alone; at night, or by a stranger, it does', () => {
    const owner = (part: Partial<ActivityRecord>) => found([record({ kind: 'ownerAssigned', ...part })]);
    expect(worthACase(owner({}), settings)).toBe(false);
    expect(worthACase(owner({ at: night }), settings)).toBe(true);
    expect(worthACase(owner({ actor: 'stranger' }), settings)).toBe(true);
    expect(worthACase(owner({ country: 'VN' }), settings)).toBe(true);
    expect(worthACase(owner({ country: null }), settings)).toBe(false);
  });

  it('what people did adds up: a budget deleted and MFA switched off are a case together', () => {
    const budget = record({ kind: 'budgetDeleted', subject: 'budget' });
    const mfa = record({ kind: 'mfaDisabled', at: noon() - 2 * 3_600_000 });
    expect([stake(budget), stake(mfa), stake(budget, mfa)]).toEqual([250_00n, 250_00n, 500_00n]);
  });

  it('an administrator who was approved beforehand is nothing to tell of', () => {
    const approval = { kind: 'administrator' as const, subject: 'boris', from: TODAY, until: TODAY };
    const assigned = record({ kind: 'ownerAssigned', subject: 'boris' });
    expect(found([assigned], [{ ...approval, knownAt: noon(-1) }])).toEqual([]);
    expect(found([assigned], [{ ...approval, subject: 'carol', knownAt: noon(-1) }])).toHaveLength(1);
    expect(found([assigned], [{ ...approval, knownAt: noon(1) }])).toHaveLength(1);
  });

  it('machines in mass are told against the most that were created before within a day', () => {
    const created = (count: number, at: number) => record({ kind: 'machinesCreated', count, at, id: `made-${at}` });
    const before = [created(6, noon(-20)), created(3, noon(-20) + 3_600_000)];
    expect(found([...before, created(26, noon() - 4 * 3_600_000)])).toEqual([]);
    expect(found([...before, created(27, noon() - 4 * 3_600_000)])).toMatchObject([
      { rule: 'mass-creation', practice: 8, why: { machines: 27, mostBefore: 9 }, atStake: { minor: 3_150_00n } },
    ]);
    // Spread over more than a day they are no mass.
    expect(found([...before, created(14, noon(-1) - 4 * 3_600_000), created(13, noon() - 3 * 3_600_000)])).toEqual([]);
  });

  it('a few machines by somebody never seen, from where nobody ever was, are told as well', () => {
    const machines = record({ kind: 'machinesCreated', count: 3, actor: 'stranger', country: 'VN' });
    expect(worthACase(found([machines]), settings)).toBe(true);
    expect(worthACase(found([{ ...machines, actor: 'anna' }]), settings)).toBe(false);
  });

  it('a record that was not known yet is not told, and one of last week is told no more', () => {
    expect(found([record({ kind: 'mfaDisabled', knownAt: noon() + 1 })])).toEqual([]);
    expect(found([record({ kind: 'mfaDisabled', knownAt: noon() })])).toHaveLength(1);
    expect(found([record({ kind: 'mfaDisabled', at: noon(-7) })])).toEqual([]);
  });
});
