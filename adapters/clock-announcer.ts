import type { Logger } from 'pino';
import { request } from 'undici';

/** Says which business time it is for a customer on a test clock, whom Microsoft knows by `tenantId`. */
export type AnnounceClock = (customer: { readonly tenantId: string | null; readonly now: number }) => Promise<void>;

/**
 * Tells every configured listener which business time it is for a customer on a test clock. In production there are no
 * test clocks and no listeners. A listener that does not answer is logged and not waited for: it is a convenience.
 */
export function clockAnnouncer(
  settings: { readonly enabled: boolean; readonly announceUrls: readonly string[] },
  log: Logger,
): AnnounceClock {
  if (!settings.enabled || settings.announceUrls.length === 0) return async () => {};
  return async ({ tenantId, now }) => {
    const body = JSON.stringify({ tenantId, now: new Date(now).toISOString() });
    const headers = { 'content-type': 'application/json' };
    const tell = async (url: string) => {
      const answer = await request(url, { method: 'POST', headers, body, headersTimeout: 2_000, bodyTimeout: 2_000 });
      await answer.body.dump();
    };
    const told = await Promise.allSettled(settings.announceUrls.map(tell));
    for (const [index, result] of told.entries()) {
      if (result.status === 'rejected')
        log.warn({ url: settings.announceUrls[index], err: result.reason }, 'a clock listener did not answer');
    }
  };
}
