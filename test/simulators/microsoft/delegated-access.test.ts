import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { azurePlan } from '../support/azure.ts';
import {
  clientIn,
  GLOBAL_ADMINISTRATOR,
  offer,
  OWNER,
  RELATIONSHIPS,
  ROLES,
  SECURITY_READER,
} from '../support/delegated.ts';
import { inbox } from '../support/inbox.ts';
import { eventually } from '../support/levers.ts';
import { partner } from '../support/partner.ts';

const DAY = 86_400_000;
let microsoft: Awaited<ReturnType<typeof partner>>;
let graph: Awaited<ReturnType<typeof clientIn>>;
beforeAll(async () => {
  microsoft = await partner();
  graph = await clientIn(microsoft, 'graph');
});
afterAll(() => microsoft.stop());

const offered = async (more: object = {}) => (await graph('POST', RELATIONSHIPS, offer(more))).body;
const of = (id: string) => `${RELATIONSHIPS}/${id}`;
const act = (id: string, action: string) => graph('POST', `${of(id)}/requests`, { action });
const approve = ({ id, customer }: { id: string; customer: { tenantId: string } }) =>
  microsoft.pull('POST', `tenants/${customer.tenantId}/delegated-relationships/${id}/approval`, {});
const inForce = async (more: object = {}) => {
  const made = await offered(more);
  await act(made.id, 'lockForApproval');
  await approve(made);
  return (await graph('GET', of(made.id))).body;
};

test('a relationship is offered, locked, approved by the customer, and expires in the customer’s own time', async () => {
  const made = await graph('POST', RELATIONSHIPS, offer({ duration: 'P90D' }));
  expect([made.status, made.body.status, made.body.endDateTime]).toEqual([201, 'created', null]);
  expect(made.headers.get('location')).toContain(made.body.id);
  expect((await act(made.body.id, 'lockForApproval')).body).toMatchObject({ status: 'succeeded' });
  await approve(made.body);
  const active = (await graph('GET', of(made.body.id))).body;
  expect(active.status).toBe('active');
  expect(Date.parse(active.endDateTime) - Date.parse(active.activatedDateTime)).toBe(90 * DAY);
  await microsoft.setClock(made.body.customer.tenantId, new Date(Date.now() + 91 * DAY).toISOString());
  const expired = (await graph('GET', of(made.body.id))).body;
  expect([expired.status, expired['@odata.etag'] === active['@odata.etag']]).toEqual(['expired', false]);
});

test('one that extends itself goes on at its end', async () => {
  const one = await inForce({ duration: 'P10D', autoExtendDuration: 'P180D' });
  await microsoft.setClock(one.customer.tenantId, new Date(Date.now() + 11 * DAY).toISOString());
  const later = (await graph('GET', of(one.id))).body;
  expect(later.status).toBe('active');
  expect(Date.parse(later.endDateTime) - Date.parse(one.endDateTime)).toBe(180 * DAY);
});

test('what became of a relationship and of an assignment is announced', async () => {
  const box = await inbox();
  const names = ['approved', 'activated', 'expired'].map((word) => `granular-admin-relationship-${word}`);
  const more = ['created', 'activated', 'deleted'].map((word) => `granular-admin-access-assignment-${word}`);
  await microsoft.call('POST', '/../webhooks/v1/registration', {
    WebhookUrl: box.url,
    WebhookEvents: [...names, ...more],
  });
  const one = await inForce({ duration: 'P1D' });
  const { body } = await graph('POST', `${of(one.id)}/accessAssignments`, assignment());
  await graph('DELETE', `${of(one.id)}/accessAssignments/${body.id}`, undefined, { 'if-match': body['@odata.etag'] });
  await microsoft.setClock(one.customer.tenantId, new Date(Date.now() + 2 * DAY).toISOString());
  const heard = await eventually(() => {
    const events = box.received.map(({ body: text }) => JSON.parse(text).EventName as string);
    return events.length >= 6 ? events : undefined;
  });
  expect(heard.toSorted()).toEqual([...names, ...more].toSorted());
  await box.stop();
});

const assignment = (role = SECURITY_READER) => ({
  accessContainer: { accessContainerId: randomUUID(), accessContainerType: 'securityGroup' },
  accessDetails: { unifiedRoles: [{ roleDefinitionId: role }] },
});

test('a security group gets what the relationship carries: pending, then active, until it is deleted', async () => {
  const { id } = await inForce();
  const path = `${of(id)}/accessAssignments`;
  const made = await graph('POST', path, assignment());
  expect([made.status, made.body.status]).toEqual([201, 'pending']);
  const one = (await graph('GET', `${path}/${made.body.id}`)).body;
  expect(one.status).toBe('active');
  const changed = await graph(
    'PATCH',
    `${path}/${one.id}`,
    { accessDetails: assignment().accessDetails },
    { 'if-match': one['@odata.etag'] },
  );
  expect([changed.status, changed.headers.get('retry-after')]).toEqual([202, '10']);
  const stale = await graph('DELETE', `${path}/${one.id}`, undefined, { 'if-match': one['@odata.etag'] });
  expect([stale.status, stale.body.error.code]).toEqual([412, 'preconditionFailed']);
  const now = (await graph('GET', `${path}/${one.id}`)).body;
  expect((await graph('DELETE', `${path}/${one.id}`, undefined, { 'if-match': now['@odata.etag'] })).status).toBe(204);
  expect((await graph('GET', path)).body.value.map(({ status }: { status: string }) => status)).toEqual(['deleted']);
});

test('lists are filtered and paged, at most 300 at a time', async () => {
  const one = await offered();
  const filter = encodeURIComponent(`displayName eq '${one.displayName}'`);
  const found = await graph('GET', `${RELATIONSHIPS}?$filter=${filter}&$top=300`);
  expect(found.body.value.map(({ id }: { id: string }) => id)).toEqual([one.id]);
  const first = await graph('GET', `${RELATIONSHIPS}?$top=1`);
  expect(first.body.value).toHaveLength(1);
  const second = await graph('GET', first.body['@odata.nextLink']);
  expect(second.body.value[0].id).not.toBe(first.body.value[0].id);
});

/** Wrong requests, each with the answer that Microsoft gives. */
const refused: readonly (readonly [
  string,
  () => Promise<{ status: number; body: { error: { code: string } } }>,
  number,
  string,
])[] = [
  ['a life of more than two years', () => graph('POST', RELATIONSHIPS, offer({ duration: 'P3Y' })), 400, 'badRequest'],
  ['a life of less than a day', () => graph('POST', RELATIONSHIPS, offer({ duration: 'PT5H' })), 400, 'badRequest'],
  [
    'a name of 51 letters',
    () => graph('POST', RELATIONSHIPS, offer({ displayName: 'n'.repeat(51) })),
    400,
    'badRequest',
  ],
  [
    'a Global administrator that extends himself',
    () => {
      const accessDetails = { unifiedRoles: [{ roleDefinitionId: GLOBAL_ADMINISTRATOR }] };
      return graph('POST', RELATIONSHIPS, offer({ accessDetails, autoExtendDuration: 'P180D' }));
    },
    400,
    'badRequest',
  ],
  ['an unknown member', () => graph('POST', RELATIONSHIPS, offer({ colour: 'red' })), 400, 'badRequest'],
  ['no roles', () => graph('POST', RELATIONSHIPS, offer({ accessDetails: { unifiedRoles: [] } })), 400, 'badRequest'],
  [
    'a name twice',
    async () => graph('POST', RELATIONSHIPS, offer({ displayName: (await offered()).displayName })),
    409,
    'conflict',
  ],
  ['more than 300 on a page', () => graph('GET', `${RELATIONSHIPS}?$top=301`), 400, 'BadRequest'],
  ['a relationship that is not there', () => graph('GET', of(randomUUID())), 404, 'notFound'],
  [
    'a change without etag',
    async () => graph('PATCH', of((await offered()).id), { duration: 'P1D' }),
    428,
    'preconditionRequired',
  ],
  [
    'a change with another etag',
    async () => graph('PATCH', of((await offered()).id), { duration: 'P1D' }, { 'if-match': 'W/"x"' }),
    412,
    'preconditionFailed',
  ],
  ['an approval by the partner', async () => act((await offered()).id, 'approve'), 403, 'Forbidden'],
  ['an end of what never began', async () => act((await offered()).id, 'terminate'), 400, 'badRequest'],
  [
    'a deletion of what is in force',
    async () => {
      const one = await inForce();
      return graph('DELETE', of(one.id), undefined, { 'if-match': one['@odata.etag'] });
    },
    400,
    'badRequest',
  ],
  [
    'a role that the relationship does not carry',
    async () => graph('POST', `${of((await inForce()).id)}/accessAssignments`, assignment(GLOBAL_ADMINISTRATOR)),
    400,
    'badRequest',
  ],
  [
    'an assignment under what is not in force',
    async () => graph('POST', `${of((await offered()).id)}/accessAssignments`, assignment()),
    400,
    'badRequest',
  ],
  [
    'a token of a customer’s tenant',
    async () => (await clientIn(microsoft, 'graph', randomUUID()))('GET', RELATIONSHIPS),
    403,
    'Forbidden',
  ],
  [
    'a token made out to Azure',
    async () => (await clientIn(microsoft, 'arm'))('GET', RELATIONSHIPS),
    401,
    'InvalidAuthenticationToken',
  ],
];
test.each(refused)('%s is refused', async (_what, ask, status, code) => {
  const { status: given, body } = await ask();
  expect([given, body.error.code]).toEqual([status, code]);
});

test('a role in a customer’s directory is given, listed with its principal, and taken away', async () => {
  const tenant = randomUUID();
  const inTenant = await clientIn(microsoft, 'graph', tenant);
  const given = { principalId: randomUUID(), roleDefinitionId: GLOBAL_ADMINISTRATOR, directoryScopeId: '/' };
  const made = await inTenant('POST', ROLES, given);
  expect([made.status, made.body.principalId]).toEqual([201, given.principalId]);
  expect((await inTenant('POST', ROLES, given)).status).toBe(400);
  const listed = await inTenant('GET', `${ROLES}?$expand=principal`);
  expect(listed.body.value[0].principal).toMatchObject({
    '@odata.type': '#microsoft.graph.user',
    id: given.principalId,
  });
  expect((await inTenant('DELETE', `${ROLES}/${made.body.id}`)).status).toBe(204);
  expect((await inTenant('DELETE', `${ROLES}/${made.body.id}`)).status).toBe(404);
  expect((await inTenant('GET', `${ROLES}?$expand=roleDefinition`)).status).toBe(400);
});

test('a relationship that only reads changes nothing, and one that has ended shows nothing', async () => {
  const reading = await inForce({ duration: 'P30D' });
  const { tenantId } = reading.customer;
  const inTenant = await clientIn(microsoft, 'graph', tenantId);
  expect((await inTenant('GET', ROLES)).status).toBe(200);
  const given = { principalId: randomUUID(), roleDefinitionId: SECURITY_READER, directoryScopeId: '/' };
  const write = await inTenant('POST', ROLES, given);
  expect([write.status, write.body.error.code]).toEqual([403, 'Authorization_RequestDenied']);
  await microsoft.setClock(tenantId, new Date(Date.now() + 31 * DAY).toISOString());
  const mfa = '/v1.0/reports/authenticationMethods/userRegistrationDetails';
  expect([(await inTenant('GET', ROLES)).status, (await inTenant('GET', mfa)).status]).toEqual([403, 403]);
});

test('registration for MFA is told of each admin', async () => {
  const tenant = randomUUID();
  await microsoft.pull('POST', `tenants/${tenant}/mfa-registrations`, { isMfaRegistered: false });
  const inTenant = await clientIn(microsoft, 'graph', tenant);
  const { body } = await inTenant('GET', '/v1.0/reports/authenticationMethods/userRegistrationDetails');
  expect(body.value).toMatchObject([
    { isAdmin: true, isMfaRegistered: false, isMfaCapable: false, methodsRegistered: [] },
  ]);
});

test('a role on an Azure subscription is given, listed and taken away, in Azure’s words', async () => {
  const { tenantId, entitlements } = await azurePlan(microsoft);
  const roles = `/subscriptions/${entitlements[0]}/providers/Microsoft.Authorization/roleAssignments`;
  const api = 'api-version=2022-04-01';
  const arm = await clientIn(microsoft, 'arm', tenantId);
  const definition = `/subscriptions/${entitlements[0]}/providers/Microsoft.Authorization/roleDefinitions/${OWNER}`;
  const given = { properties: { roleDefinitionId: definition, principalId: randomUUID(), principalType: 'User' } };
  const one = `${roles}/${randomUUID()}?${api}`;
  expect([(await arm('PUT', one, given)).status, (await arm('PUT', one, given)).status]).toEqual([201, 200]);
  const again = await arm('PUT', `${roles}/${randomUUID()}?${api}`, given);
  expect([again.status, again.body.error.code]).toEqual([409, 'RoleAssignmentExists']);
  const bad = await arm('PUT', `${roles}/${randomUUID()}?${api}`, { properties: { principalId: 'x' } });
  expect([bad.status, bad.body.error.code]).toEqual([400, 'InvalidRoleAssignmentRequest']);
  const { body } = await arm('GET', `${roles}?${api}&$filter=atScope()`);
  expect(body.value).toMatchObject([
    { properties: { principalType: 'User', scope: `/subscriptions/${entitlements[0]}` } },
  ]);
  expect((await arm('GET', `${roles}?${api}&$filter=nonsense`)).body.error.code).toBe('UnsupportedQuery');
  expect([(await arm('DELETE', one)).status, (await arm('DELETE', one)).status]).toEqual([200, 204]);
  await microsoft.pull('POST', `azure-subscriptions/${entitlements[0]}/aobo`, { withdrawn: true });
  const denied = await arm('GET', `${roles}?${api}`);
  expect([denied.status, denied.body.error.code]).toEqual([403, 'AuthorizationFailed']);
});

test('the security score is the sum of its requirements, and Microsoft’s spelling of a miss is its own', async () => {
  const score = '/beta/security/partner/securityScore';
  expect((await graph('GET', score)).body).toMatchObject({ currentScore: 100, maxScore: 100 });
  const miss = { requirementType: 'mfaEnforcedForAdmins', complianceStatus: 'noncomplaint' };
  await microsoft.pull('POST', 'security-score', miss);
  expect((await graph('GET', score)).body).toMatchObject({ currentScore: 80, maxScore: 100 });
  const { body } = await graph('GET', `${score}/requirements`);
  expect(body.value).toHaveLength(5);
  expect(body.value[0]).toMatchObject(miss);
});
