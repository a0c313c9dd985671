import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAccountSessions } from '../../../adapters/account-sessions/create-account-sessions.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { scriptedMicrosoft } from '../support/scripted-microsoft.ts';

test('sign-ins are ended as Graph documents it, and since when they are valid is read back', async () => {
  const user = randomUUID();
  const tenant = randomUUID();
  let validFrom = '2026-03-02T08:00:00Z';
  const { options, connection, url, seen } = await scriptedMicrosoft((request, reply) => {
    if (request.method === 'POST') {
      validFrom = '2026-03-02T09:00:00Z';
      reply.end(JSON.stringify({ value: true }));
    } else if (request.url.includes(user)) {
      reply.end(JSON.stringify({ id: user, signInSessionsValidFromDateTime: validFrom }));
    } else {
      reply.writeHead(404).end(JSON.stringify({ error: { code: 'Request_ResourceNotFound', message: 'x' } }));
    }
  });
  const userGrant = { readRefreshToken: async () => 'held', replaceRefreshToken: async () => undefined };
  const callers = createTenantCallers({ ...options, graphUrl: url, managementUrl: url, userGrant }, connection);
  const sessions = createAccountSessions(callers, connection);
  expect(await sessions.validFrom(tenant, user)).toBe(Date.UTC(2026, 2, 2, 8));
  await sessions.revoke(tenant, user);
  expect(await sessions.validFrom(tenant, user)).toBe(Date.UTC(2026, 2, 2, 9));
  expect(await sessions.validFrom(tenant, randomUUID())).toBeNull();
  expect(seen.map(({ method, url: path }) => `${method} ${path}`)[1]).toBe(
    `POST /v1.0/users/${user}/revokeSignInSessions`,
  );
});
