import { randomUUID } from 'node:crypto';
import { createPartnerCenter, type PartnerCenterOptions } from '../../../adapters/index.ts';
import { type ConnectionOptions, openConnection } from '../../../adapters/partner-center/connection.ts';
import { type MicrosoftOptions, startMicrosoft } from '../../../simulators/microsoft/start.ts';
import { hurryingRuntime } from './hurry.ts';

export const offerId = 'CFQ7TTC0LH18:0001:CFQ7TTC0K971';

export interface Journalled {
  readonly method: string;
  readonly path: string;
  readonly requestId: string | null;
  readonly status: number | null;
  readonly performed: number | null;
  readonly replayed: boolean;
}

export interface Changed {
  readonly subscriptionId: string;
  readonly change: string;
  readonly by: string;
}

const secret = 'a-secret-for-tests';

/** The Microsoft simulator on a port of its own, with its levers, and clients of it. */
export async function startedMicrosoft(options: Partial<MicrosoftOptions> = {}) {
  const simulator = await startMicrosoft({ clientId: 'tenure', clientSecret: secret, ...options });

  async function pull(method: string, path: string, body?: object): Promise<string> {
    const reply = await fetch(`${simulator.url}/control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`control ${method} ${path}: ${reply.status} ${text}`);
    return text;
  }
  const control = async <T>(method: string, path: string, body?: object): Promise<T> =>
    JSON.parse((await pull(method, path, body)) || '{}');

  const standard = () => ({
    apiUrl: simulator.url,
    graphUrl: simulator.url,
    managementUrl: simulator.url,
    loginUrl: simulator.url,
    partnerTenantId: '11111111-1111-4111-8111-111111111111',
    clientId: 'tenure',
    clientSecret: secret,
    runtime: hurryingRuntime(),
  });

  return {
    url: simulator.url,
    /** What every client needs to reach it; waits take no time. */
    standard,
    connection: (own: Partial<ConnectionOptions> = {}) => openConnection({ ...standard(), ...own }),
    stop: () => simulator.stop(),
    /** A client whose waits take no time, unless a runtime is given. */
    client: (own: Partial<PartnerCenterOptions> = {}) => createPartnerCenter({ ...standard(), ...own }),
    fault: (fault: object) => control('POST', '/faults', fault),
    clearFaults: () => control('DELETE', '/faults'),
    async seed(tenantId: string, subscription: object = {}): Promise<string> {
      const { id } = await control<{ id: string }>('POST', `/tenants/${tenantId}/subscriptions`, {
        offerId,
        ...subscription,
      });
      return id;
    },
    async requests(tenantId: string): Promise<readonly Journalled[]> {
      return (await control<{ items: Journalled[] }>('GET', `/requests?tenantId=${tenantId}`)).items;
    },
    async allRequests(): Promise<readonly Journalled[]> {
      return (await control<{ items: Journalled[] }>('GET', '/requests')).items;
    },
    async changes(tenantId: string): Promise<readonly Changed[]> {
      return (await control<{ items: Changed[] }>('GET', `/changes?tenantId=${tenantId}`)).items;
    },
    control,
    newTenant: () => randomUUID(),
  };
}
