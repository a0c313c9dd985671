import { z } from 'zod';
import type { WorldEvent } from '../script/script-event.ts';
import type { Home } from './home.ts';

const consent = z.object({ refreshToken: z.string() });

/** Lets an event of the script happen to everybody. */
export async function befall(home: Home, event: WorldEvent): Promise<void> {
  const { microsoft } = home;
  switch (event.kind) {
    case 'graphAway':
    case 'graphBack':
      await microsoft.pull('POST', '/control/settings', { graphAway: event.kind === 'graphAway' });
      break;
    case 'consentRevoked':
      await microsoft.pull('DELETE', '/control/refresh-tokens');
      await microsoft.pull('DELETE', '/control/access-tokens');
      break;
    case 'consentGiven': {
      const { refreshToken } = consent.parse(await microsoft.pull('POST', '/control/refresh-tokens', { mfa: true }));
      await home.consented(refreshToken);
      break;
    }
    case 'accessTokensExpire':
      await microsoft.pull('DELETE', '/control/access-tokens');
      break;
    case 'throttling':
      await microsoft.pull('POST', '/control/faults', {
        kind: 'throttle',
        retryAfter: 1,
        times: event.calls,
        match: { pathPattern: '^/v1/' },
      });
      break;
    case 'workerKilled':
      home.killWorker();
      break;
  }
}
