import { describe, expect, it } from 'vitest';
import { roleId } from '../../../domain/access/access-target.ts';
import type { DelegatedRelationship } from '../../../domain/access/relationship-end.ts';
import { judgeUse, type RightsUsed } from '../../../domain/access/relationship-use.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 2, 9);
const ago = (days: number): number => NOW - days * DAY;
const role = (name: string): string => roleId('directoryRole', name) ?? '';
const [READER, USERS, GLOBAL] = [role('globalReader'), role('userAdministrator'), role('globalAdministrator')];
const OTHER = '11ab22cd-0000-4000-8000-000000000001';
const carrying = (id: string, roles: readonly string[], activeDays = 200): DelegatedRelationship => ({
  id,
  status: 'active',
  duration: 'P365D',
  activatedAt: ago(activeDays),
  endsAt: NOW + 100 * DAY,
  roles,
  autoExtends: false,
});
const judged = (relationships: readonly DelegatedRelationship[], used: Partial<RightsUsed> = {}) =>
  judgeUse(
    relationships,
    { readAt: null, usersManagedAt: null, rolesChangedAt: null, personAt: null, watchedSince: ago(120), ...used },
    { now: NOW, afterDays: 90 },
  ).map(({ relationship, use, unusedRoles }) => `${relationship} ${use} ${unusedRoles.length}`);

describe('the use of a delegated admin relationship', () => {
  it('is none where nothing is on record for as long as was watched', () => {
    expect(judged([carrying('a', [USERS])])).toEqual(['a unused 1']);
    expect(judged([carrying('a', [USERS])], { usersManagedAt: ago(91) })).toEqual(['a unused 1']);
    expect(judged([carrying('a', [USERS])], { usersManagedAt: ago(89) })).toEqual(['a used 0']);
  });

  it('is not known where nobody watched, not for long enough, or where it is younger', () => {
    expect(judged([carrying('a', [USERS])], { watchedSince: null })).toEqual(['a unknown 0']);
    expect(judged([carrying('a', [USERS])], { watchedSince: ago(89) })).toEqual(['a unknown 0']);
    expect(judged([carrying('a', [USERS], 89)])).toEqual(['a unknown 0']);
    expect(judged([{ ...carrying('a', [USERS]), activatedAt: null }])).toEqual(['a unknown 0']);
  });

  it('goes by the narrowest role that would do, and says which roles are too much', () => {
    const reading = { readAt: ago(1) };
    expect(judged([carrying('a', [READER, GLOBAL])], reading)).toEqual(['a used 1']);
    expect(judged([carrying('a', [READER]), carrying('b', [GLOBAL])], reading)).toEqual(['a used 0', 'b unused 1']);
    expect(judged([carrying('a', [READER, USERS, GLOBAL])], { ...reading, rolesChangedAt: ago(5) })).toEqual([
      'a used 1',
    ]);
  });

  it('of what no role here is known to serve counts for every role: nobody can say which it was', () => {
    expect(judged([carrying('a', [GLOBAL, OTHER])], { readAt: ago(1) })).toEqual(['a used 0']);
    expect(judged([carrying('a', [READER, GLOBAL]), carrying('b', [OTHER])], { personAt: ago(30) })).toEqual([
      'a used 0',
      'b used 0',
    ]);
  });

  it('leaves out what is not in force, and tells when it was used last', () => {
    expect(judged([{ ...carrying('a', [USERS]), status: 'approvalPending' }])).toEqual([]);
    const [use] = judgeUse(
      [carrying('a', [READER])],
      { readAt: ago(200), usersManagedAt: ago(3), rolesChangedAt: null, personAt: null, watchedSince: ago(400) },
      { now: NOW, afterDays: 90 },
    );
    // Who manages users had no role for it here: any may have served.
    expect(use).toMatchObject({ use: 'used', lastUsedAt: ago(3) });
  });
});
