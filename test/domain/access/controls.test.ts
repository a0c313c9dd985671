import { describe, expect, it } from 'vitest';
import { roleId } from '../../../domain/access/access-target.ts';
import { type ControlEvidence, CONTROLS, judgeControls, missingFor } from '../../../domain/access/controls.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 2, 2, 9);
const GOOD: ControlEvidence = {
  now: NOW,
  readAt: NOW - HOUR,
  admins: 2,
  adminsWithoutMfa: 0,
  hasBudget: true,
  alertsHeardAt: NOW - HOUR,
  hasSecurityContact: true,
  broadRelationships: 0,
  unexplained: 0,
};
const target = (kind: 'directoryRole' | 'azureRole', name: string) => ({ kind, role: roleId(kind, name) ?? '' });
const OWNER = target('azureRole', 'owner');
const missing = (change: Partial<ControlEvidence>, of = OWNER) => missingFor(of, judgeControls({ ...GOOD, ...change }));

describe('the controls before administrative access', () => {
  it('are met when everything is seen to be in order, and then the Owner may be given', () => {
    expect(judgeControls(GOOD).map(({ name, state }) => `${name} ${state}`)).toEqual(
      CONTROLS.map((name) => `${name} met`),
    );
    expect(missing({})).toEqual([]);
  });

  it.each([
    ['an admin without MFA', { adminsWithoutMfa: 1 }, 'adminsUseMfa'],
    ['no admin that could be read', { admins: 0 }, 'adminsUseMfa'],
    ['no budget at Microsoft', { hasBudget: false }, 'budgetSet'],
    ['silent alerts', { alertsHeardAt: null }, 'alertsSubscribed'],
    ['alerts last heard the day before yesterday', { alertsHeardAt: NOW - 49 * HOUR }, 'alertsSubscribed'],
    ['nobody named for security', { hasSecurityContact: false }, 'securityContactNamed'],
    ['a relationship that carries the Global administrator', { broadRelationships: 1 }, 'leastPrivilege'],
    ['an administrator whom nothing explains', { unexplained: 2 }, 'noStandingAccess'],
  ] as const)('%s is missing', (_what, change, control) => {
    expect(missing(change)).toEqual([control]);
  });

  it('that nobody has looked at for two days are unknown, which counts as missing', () => {
    const controls = judgeControls({ ...GOOD, readAt: NOW - 49 * HOUR });
    expect(controls.filter(({ state }) => state === 'unknown').map(({ name }) => name)).toEqual([
      'adminsUseMfa',
      'leastPrivilege',
      'noStandingAccess',
    ]);
    expect(missingFor(OWNER, controls)).toHaveLength(3);
  });

  it('are all asked for full administration, MFA for whatever writes, none for reading', () => {
    const none = { ...GOOD, readAt: null, hasBudget: false };
    const count = (kind: 'directoryRole' | 'azureRole', name: string) => missing(none, target(kind, name)).length;
    expect([
      count('directoryRole', 'globalAdministrator'),
      count('directoryRole', 'privilegedRoleAdministrator'),
      count('azureRole', 'userAccessAdministrator'),
      count('azureRole', 'contributor'),
      count('directoryRole', 'helpdeskAdministrator'),
      count('azureRole', 'reader'),
      count('directoryRole', 'globalReader'),
    ]).toEqual([4, 4, 4, 1, 1, 0, 0]);
    expect(missingFor({ kind: 'azureRole', role: 'a-role-that-nobody-knows' }, judgeControls(none))).toEqual([
      'adminsUseMfa',
    ]);
  });
});
