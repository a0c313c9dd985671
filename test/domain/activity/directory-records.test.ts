import { describe, expect, it } from 'vitest';
import type { DirectoryAudit, SignIn } from '../../../domain/activity/customer-event.ts';
import { auditRecords, signInRecords } from '../../../domain/activity/directory-records.ts';

const GLOBAL = '62e90394-69f5-4237-9190-012177145e10';
const doer = { actorId: 'anna', user: 'anna@customer.example', address: '198.51.100.4' };

function audit(operation: string, part: Partial<DirectoryAudit> = {}): DirectoryAudit {
  const targets = [{ id: 'boris', type: 'User', isGuest: false, roles: [] }];
  return { id: 'one', at: 1, operation, category: 'RoleManagement', succeeded: true, targets, ...doer, ...part };
}
const given = (roles: readonly string[], isGuest = false) => ({
  targets: [{ id: 'boris', type: 'User', isGuest, roles }],
});
const told = (one: DirectoryAudit) => auditRecords([one]).map((record) => record.told?.kind ?? null);

describe('records of Entra’s directory audit', () => {
  it('are all kept; those tell of a Global administrator, of a guest with any role, and of less authentication', () => {
    expect(told(audit('Add user'))).toEqual([null]);
    expect(told(audit('Add member to role', given([GLOBAL])))).toEqual(['globalAdministratorAssigned']);
    expect(told(audit('Add member to role', given(['another'])))).toEqual([null]);
    expect(told(audit('Add member to role', given([])))).toEqual(['globalAdministratorAssigned']);
    expect(told(audit('Add eligible member to role', given(['another'], true)))).toEqual(['guestMadeAdministrator']);
    expect(told(audit('Disable Strong Authentication'))).toEqual(['mfaDisabled']);
    expect(told(audit('Delete conditional access policy'))).toEqual(['mfaDisabled']);
    expect(told(audit('Disable Strong Authentication', { succeeded: false }))).toEqual([null]);
  });
});

describe('records of Entra’s sign-ins', () => {
  const DAY = 86_400_000;
  const signIn = (part: Partial<SignIn>): SignIn => ({
    id: `sign-in-${part.at ?? 1}`,
    at: 1,
    userId: 'anna',
    homeTenant: null,
    application: 'Azure Portal',
    succeeded: true,
    risk: 'none',
    country: 'PL',
    ...doer,
    ...part,
  });

  it('are one a day, person and country, the same whatever page it comes on', () => {
    const page = [signIn({ at: 1 }), signIn({ at: 2 }), signIn({ at: 3, country: 'DE' }), signIn({ at: DAY })];
    const ids = signInRecords(page).map(({ id }) => id);
    expect(ids).toEqual(['1970-01-01/anna/PL', '1970-01-01/anna/DE', '1970-01-02/anna/PL']);
    expect(signInRecords(page.slice(1, 2)).map(({ id }) => id)).toEqual(ids.slice(0, 1));
  });

  it('that failed make nobody known; those with a risk are kept for themselves', () => {
    expect(signInRecords([signIn({ succeeded: false })])).toEqual([]);
    const [failed] = signInRecords([signIn({ succeeded: false, risk: 'high' })]);
    expect(failed).toMatchObject({ operation: 'riskySignIn', status: 'failed, risk high', told: null });
    const [risky] = signInRecords([signIn({ risk: 'medium', country: 'VN' })]);
    expect(risky).toMatchObject({ id: 'sign-in-1', told: { kind: 'signedIn', country: 'VN' } });
  });
});
