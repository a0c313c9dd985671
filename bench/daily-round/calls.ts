import { z } from 'zod';
import { control } from './control.ts';

/** Calls that Microsoft has seen since a place in its journal. */
export interface Calls {
  readonly count: number;
  readonly throttled: number;
  /** Most calls of one tenant; the published limit is 500 a minute (contract §2.6). */
  readonly mostOfOneTenant: number;
  /** The journal's last place. */
  readonly upTo: number;
}

const PAGE = 10_000;

const page = z.object({
  items: z.array(z.object({ sequence: z.int(), status: z.int().nullable(), tenantId: z.string().nullable() })),
});

/** Counts what came after `after`. Token requests count like any other call. */
export async function callsSince(microsoftUrl: string, after: number): Promise<Calls> {
  let [count, throttled, upTo] = [0, 0, after];
  const ofTenant = new Map<string, number>();
  for (;;) {
    const { items } = page.parse(await control(microsoftUrl, 'GET', `/requests?after=${upTo}&limit=${PAGE}`));
    for (const { status, tenantId } of items) {
      count += 1;
      if (status === 429) throttled += 1;
      const tenant = tenantId ?? 'partner';
      ofTenant.set(tenant, (ofTenant.get(tenant) ?? 0) + 1);
    }
    upTo = items.at(-1)?.sequence ?? upTo;
    if (items.length < PAGE) return { count, throttled, mostOfOneTenant: Math.max(0, ...ofTenant.values()), upTo };
  }
}
