import { randomUUID } from 'node:crypto';
import { type MicrosoftOptions, startMicrosoft } from '../../../simulators/microsoft/start.ts';
import { lever } from './levers.ts';

export const OFFER = 'CFQ7TTC0LH18:0001:CFQ7TTC0K971';
export const RESOURCE = 'https://api.partnercenter.microsoft.com';

/** Contract 2.1: what every call of Partner Center carries, a write its content type too. */
export const SPOKEN = { 'ms-contract-version': 'v1', 'content-type': 'application/json' } as const;

export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

/** What tests read of a subscription. */
export interface Sub {
  readonly id: string;
  readonly status: string;
  readonly quantity: number;
  readonly autoRenewEnabled: boolean;
  readonly scheduledNextTermInstructions?: object;
  readonly suspensionReasons?: string[];
  readonly offerId: string;
  readonly commitmentEndDate: string;
  readonly attributes: { readonly etag: string };
}

export interface Fault {
  readonly code: string | number;
  readonly description: string;
  readonly source: string;
}

/** A Microsoft simulator on a free port and a bare client of it, which does nothing by itself. */
export async function partner(options: Partial<MicrosoftOptions> = {}) {
  const simulator = await startMicrosoft({ clientId: 'client', clientSecret: 'secret', ...options });
  const tokenCall = (form: Record<string, string>, version: 'v1' | 'v2' = 'v1', tenant = 'partner-tenant') =>
    fetch(`${simulator.url}/${tenant}/oauth2${version === 'v2' ? '/v2.0' : ''}/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'client', client_secret: 'secret', ...form }),
    });
  const tokenOf = async (form: Record<string, string>): Promise<string> => {
    const reply: { access_token: string } = JSON.parse(await (await tokenCall(form)).text());
    return reply.access_token;
  };
  const appToken = await tokenOf({ grant_type: 'client_credentials', resource: RESOURCE });
  const userToken = await tokenOf({
    grant_type: 'refresh_token',
    refresh_token: 'simulated-refresh-token',
    resource: RESOURCE,
  });

  async function call<T = Fault>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> {
    const reply = await fetch(`${simulator.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${appToken}`,
        ...SPOKEN,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = Buffer.from(await reply.arrayBuffer()).toString('utf8');
    return { status: reply.status, headers: reply.headers, text, body: parsed(text) };
  }
  const pull = <T = unknown>(method: string, path: string, body?: object): Promise<T> =>
    lever<T>(simulator.url, method, path, body);

  return {
    url: simulator.url,
    stop: () => simulator.stop(),
    tokenCall,
    tokenOf,
    userToken,
    call,
    pull,
    /** Seeds an active subscription and says where it is. */
    async seed(
      order: object = {},
      tenantId: string = randomUUID(),
    ): Promise<{ tenantId: string; id: string; path: string }> {
      const { id } = await pull<Sub>('POST', `tenants/${tenantId}/subscriptions`, {
        offerId: OFFER,
        quantity: 5,
        ...order,
      });
      return { tenantId, id, path: `/customers/${tenantId}/subscriptions/${id}` };
    },
    read: async (path: string): Promise<Sub> => (await call<Sub>('GET', path)).body,
    /** What a careful client does: read the whole resource, change it, write it with its etag. */
    async write(path: string, change: object): Promise<Reply<Sub & Fault>> {
      const current = (await call<Sub>('GET', path)).body;
      return call<Sub & Fault>(
        'PATCH',
        path,
        { ...current, ...change },
        { 'if-match': `"${current.attributes.etag}"` },
      );
    },
    setClock: (tenantId: string, now: string) => pull('POST', 'clock', { tenantId, now }),
  };
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
