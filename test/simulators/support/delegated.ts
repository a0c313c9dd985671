import { randomUUID } from 'node:crypto';
import type { partner, Reply } from './partner.ts';

const AUDIENCES = { graph: 'https://graph.microsoft.com', arm: 'https://management.azure.com' } as const;

export const RELATIONSHIPS = '/v1.0/tenantRelationships/delegatedAdminRelationships';
export const ROLES = '/v1.0/roleManagement/directory/roleAssignments';
export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
export const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509';
export const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/** A bare client of Graph or Azure with a token of one tenant; of the partner's own without one. */
export async function clientIn(
  microsoft: Awaited<ReturnType<typeof partner>>,
  service: keyof typeof AUDIENCES,
  tenantId = '11111111-1111-4111-8111-111111111111',
) {
  const form = { client_id: 'client', client_secret: 'secret', grant_type: 'client_credentials' };
  const reply = await fetch(`${microsoft.url}/${tenantId}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, resource: AUDIENCES[service] }),
  });
  const { access_token: token } = (await reply.json()) as { access_token: string };
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read what Microsoft answers as it comes
  return async <T = any>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> => {
    const answer = await fetch(path.startsWith('http') ? path : `${microsoft.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text === '' ? 'null' : text) };
  };
}

/** What a partner offers. */
export function offer(more: object = {}): Record<string, unknown> {
  return {
    displayName: `Support ${randomUUID().slice(0, 8)}`,
    duration: 'P2Y',
    customer: { tenantId: randomUUID(), displayName: 'Contoso' },
    accessDetails: { unifiedRoles: [{ roleDefinitionId: SECURITY_READER }] },
    autoExtendDuration: 'PT0S',
    ...more,
  };
}
