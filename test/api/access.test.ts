import { expect, test } from 'vitest';
import { HOLD_PLACERS, HOLD_RELEASERS, ROLES, ROUTE_ROLES } from '../../api/roles.ts';
import type { Route } from '../../api/route.ts';
import { routes } from '../../api/routes/routes.ts';
import { listAudit } from '../../db/lists/audit.ts';
import { revokeServiceToken } from '../../db/service-tokens.ts';
import type { Role } from '../../db/tables/machinery-tables.ts';
import { startApi } from './support/api.ts';
import { stranger } from './support/customers.ts';

/** The table "Who may call what" of the API's documentation, by hand: the matrix must say the same. */
const WRITES: Readonly<Record<Exclude<Role, 'admin'>, string>> = {
  collector: `startDunning pauseDunning resumeDunning escalateDunning makePromise agreePaymentPlan openDispute
    resolveDispute addNote placeHold releaseHold previewNotice closeTask`,
  finance: `createSeller changeSeller issueInvoice creditInvoice voidInvoice writeOffInvoice postPayment reversePayment
    matchPayment requestPrepayment addPaymentInstrument createPolicy addPolicyVersion activatePolicy decideApproval
    placeHold releaseHold previewNotice closeTask renewCheckout reviewPaymentInstrument recordPartnerPayment
    recordPartnerCreditLimit closePartnerTask`,
  analyst: `recordVerification placeHold releaseHold closeTask reviewPaymentInstrument takeSecurityCase
    acknowledgeSecurityCase judgeSecurityCase containSecurityCase decideContainment reverseContainment startDrill
    closeDrillSteps recordFirstUsage recordCreditRequest askForAccess decideAccessGrant revokeAccessGrant
    startHygieneReview acceptHygieneFindings addHygieneExclusion endHygieneExclusion recordRemedyRight
    stateKycProfile agreeUse withdrawAgreedUse recordReview changeCircumstance recordEvidence checkVatRegister planCure waiveCure finishCureStep
    recordCaseAnswer linkServiceRequest closePartnerTask askForRelationshipEnding decideRelationshipEnding`,
  operator: `createCustomer changeCustomer recordAgreement recordVerification recordBudget reopenOnboarding
    orderSubscription retrySubscription requestOffboarding advanceClock startImport reconcile placeHold releaseHold
    closeTask agreeBudget recordEligibility linkMicrosoftTenant takeFirstPassword retryMicrosoft checkAddress placeOrder
    changeQuantity startHygieneReview acceptHygieneFindings addHygieneExclusion endHygieneExclusion recordRemedyRight
    stateKycProfile agreeUse withdrawAgreedUse acceptDocument recordReview recordSignUp recordEvidence checkVatRegister
    closePartnerTask`,
  auditor: '',
};

const matrix: Readonly<Record<string, readonly Role[]>> = ROUTE_ROLES;
const everyone = (roles: readonly Role[]): boolean => ROLES.every((role) => roles.includes(role));
const written = Object.entries(matrix).filter(([, roles]) => !everyone(roles));

test('each role may write what the documentation says, and nothing else', () => {
  for (const [role, expected] of Object.entries(WRITES)) {
    const allowed = written.filter(([, roles]) => roles.some((known) => known === role)).map(([id]) => id);
    expect(allowed.toSorted().join(' '), role).toBe(expected.split(/\s+/).toSorted().join(' '));
  }
});

test('an admin may write all of it, but release no hold', () => {
  const refused = written.filter(([, roles]) => !roles.includes('admin')).map(([id]) => id);
  expect(refused).toEqual(['releaseHold']);
  for (const roles of Object.values(HOLD_RELEASERS)) expect(roles).not.toContain('admin');
});

test('holds are placed and released by those who answer for their reason', () => {
  const people = (roles: readonly Role[]) => roles.filter((role) => role !== 'admin').toSorted();
  const placed = Object.fromEntries(Object.entries(HOLD_PLACERS).map(([reason, roles]) => [reason, people(roles)]));
  expect(placed).toEqual({
    prepayment: ['finance'],
    debt: ['collector', 'finance'],
    fraud: ['analyst'],
    aup: ['analyst'],
    customer: ['collector', 'operator'],
  });
  const released = Object.fromEntries(Object.entries(HOLD_RELEASERS).map(([reason, roles]) => [reason, people(roles)]));
  expect(released).toEqual(placed);
});

test('only reading is open to everyone', () => {
  for (const { id, method } of routes) expect(everyone(matrix[id] ?? []), id).toBe(method === 'GET');
});

test('route by route, the API lets in whom the matrix lets in', { timeout: 120_000 }, async () => {
  const api = await startApi();
  for (const route of routes) {
    for (const role of ROLES) {
      const { status, body } = await api.ask(route.method, nobodys(route), {
        as: role,
        ...(route.method === 'GET' ? {} : { body: {} }),
      });
      const denied = status === 403 && body['code'] === 'role_required';
      expect(denied, `${role} ${route.id}: ${status}`).toBe(!matrix[route.id]?.includes(role));
      expect(status, `${role} ${route.id}`).not.toBe(500);
    }
  }
});

test('route by route, nobody is let in without a token', { timeout: 60_000 }, async () => {
  const api = await startApi({ limits: { strangersPerMinute: 10_000 } });
  for (const route of routes) {
    const { status, headers, body } = await api.ask(route.method, nobodys(route), {
      as: null,
      ...(route.method === 'GET' ? {} : { body: {} }),
    });
    expect([status, body['code'], headers.get('www-authenticate')], route.id).toEqual([
      401,
      'unauthenticated',
      'Bearer',
    ]);
  }
});

test('a denied call leaves its row in the audit: who, what, why, and no more', async () => {
  const api = await startApi();
  const { headers } = await api.ask('POST', '/v1/customers', { as: 'auditor', body: stranger() });
  await api.ask('POST', '/v1/customers', {
    as: null,
    body: stranger(),
    headers: { authorization: 'Bearer not-a-token-of-ours' },
  });
  const { items } = await listAudit(api.db, { chain: 'system', kind: 'request.refused' }, { limit: 10 });
  expect(items.map(({ actor, body }) => ({ actor, ...body }))).toEqual([
    {
      actor: 'the auditor',
      code: 'role_required',
      request: headers.get('x-request-id'),
      route: 'createCustomer',
      role: 'auditor',
    },
    { actor: 'unknown', code: 'unauthenticated', request: expect.any(String), route: 'createCustomer', role: null },
  ]);
  expect((await api.ask('GET', '/v1/customers')).body['items']).toEqual([]);
});

test('a revoked token is no token', async () => {
  const api = await startApi();
  expect((await api.ask('GET', '/v1/customers', { as: 'finance' })).status).toBe(200);
  await revokeServiceToken(api.db, 'the finance', Date.now());
  expect((await api.ask('GET', '/v1/customers', { as: 'finance' })).status).toBe(401);
});

/** A path of this route that names things which are not there. */
function nobodys({ path }: Route): string {
  return path.replaceAll(/:\w+/g, 'nothing');
}
