import type { partner, Reply } from './partner.ts';

const GRAPH = 'https://graph.microsoft.com';
export const ALERTS = '/beta/security/partner/securityAlerts';

export interface GraphAlert {
  readonly id: string;
  readonly alertType: string;
  readonly status: string;
  readonly severity: string;
  readonly subscriptionId: string;
  readonly resolvedReason: string | null;
  readonly resolvedBy: string | null;
  readonly isTest: boolean | string;
  readonly activityLogs: readonly { readonly statusFrom: string; readonly statusTo: string }[];
}

export interface GraphPage {
  readonly value: readonly GraphAlert[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.count'?: number;
}

export interface GraphError {
  readonly error: { readonly code: string; readonly message: string; readonly innerError: object };
}

export interface Raised {
  readonly id: string;
  readonly graphId: string;
  readonly eventId: string;
  readonly azureSubscriptionId: string;
}

/** A bare client of Graph with an app-only token. */
export async function graphOf(microsoft: Awaited<ReturnType<typeof partner>>) {
  const token = await microsoft.tokenOf({ grant_type: 'client_credentials', resource: GRAPH });
  async function call<T = GraphError>(
    method: string,
    path: string,
    body?: object | string,
    authorization: string | undefined = `Bearer ${token}`,
  ): Promise<Reply<T>> {
    const reply = await fetch(path.startsWith('http') ? path : `${microsoft.url}${path}`, {
      method,
      headers: { authorization },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, text, body: JSON.parse(text) };
  }
  return { call, token };
}
