import { describe, expect, it } from 'vitest';
import { type AccessTarget, roleId, roleName } from '../../../domain/access/access-target.ts';
import { lengthProblem } from '../../../domain/access/grant-length.ts';
import { unexplained } from '../../../domain/access/standing-access.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 2, 2, 9);
const OWNER: AccessTarget = {
  kind: 'azureRole',
  role: roleId('azureRole', 'owner') ?? '',
  principal: 'p',
  subscription: 's',
};
const CONTRIBUTOR: AccessTarget = { ...OWNER, role: roleId('azureRole', 'contributor') ?? '' };

describe('an assignment of full administration', () => {
  const standing = [
    { id: 'a1', target: OWNER },
    { id: 'a2', target: CONTRIBUTOR },
  ];
  const ids = (...args: Parameters<typeof unexplained>) => unexplained(...args).map(({ id }) => id);

  it('is unexplained as long as nobody says why; lesser roles are not asked about', () => {
    expect(ids(standing, [], NOW)).toEqual(['a1']);
  });

  it('is explained by the grant that gave exactly this, until an hour after its end', () => {
    const by = (target: AccessTarget) => [{ by: 'grant', target, until: NOW } as const];
    expect(ids(standing, by(OWNER), NOW + HOUR - 1)).toEqual([]);
    expect(ids(standing, by(OWNER), NOW + HOUR)).toEqual(['a1']);
    expect(ids(standing, by({ ...OWNER, subscription: 'other' }), NOW)).toEqual(['a1']);
    expect(ids(standing, by({ ...OWNER, principal: 'other' }), NOW)).toEqual(['a1']);
  });

  it('is explained by a verdict about this very assignment, and a new one is not', () => {
    const verdict = { by: 'verdict', assignment: 'a1' } as const;
    expect(ids(standing, [verdict], NOW)).toEqual([]);
    expect(ids([{ id: 'a3', target: OWNER }], [verdict], NOW)).toEqual(['a3']);
  });
});

describe('the time of a grant', () => {
  const problem = (target: AccessTarget, startsAt: number, hours: number) =>
    lengthProblem(target, { startsAt, endsAt: startsAt + hours * HOUR }, NOW);

  it('is at most a week for full administration and ninety days for the rest, and begins within thirty', () => {
    expect(problem(OWNER, NOW, 7 * 24)).toBeNull();
    expect(problem(OWNER, NOW, 7 * 24 + 1)).toBe('tooLong');
    expect(problem(CONTRIBUTOR, NOW, 90 * 24)).toBeNull();
    expect(problem(CONTRIBUTOR, NOW, 90 * 24 + 1)).toBe('tooLong');
    expect(problem(OWNER, NOW + 31 * 24 * HOUR, 1)).toBe('tooFarAhead');
    expect(problem(OWNER, NOW, 0)).toBe('notInOrder');
    expect(problem(OWNER, NOW - 2 * HOUR, 1)).toBe('hasPassed');
  });
});

describe('a role', () => {
  it('has a name or an id, the same in every tenant', () => {
    expect(roleId('azureRole', 'owner')).toBe('8e3af657-a8ff-443c-a75c-2fe8c4bcb635');
    expect(roleId('directoryRole', 'owner')).toBeUndefined();
    expect(roleId('directoryRole', '62E90394-69F5-4237-9190-012177145E10')).toBe(
      '62e90394-69f5-4237-9190-012177145e10',
    );
    expect(roleName({ kind: 'directoryRole', role: '62e90394-69f5-4237-9190-012177145e10' })).toBe(
      'globalAdministrator',
    );
    expect(roleId('directoryRole', 'toString')).toBeUndefined();
  });
});
