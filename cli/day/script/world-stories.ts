import type { Chance } from '../../../simulators/watched-year/chance.ts';
import type { WorldEvent } from './script-event.ts';

/**
 * What befalls everybody: Graph is away for a while, and only fraudEvents tell of alerts; the administrator's consent is
 * revoked, and only Graph does, until somebody consents again; never both at once, because then nobody could know.
 */
export function worldStories(chance: Chance): readonly (readonly WorldEvent[])[] {
  const away = chance.whole(150, 240);
  const revoked = chance.whole(500, 560);
  return [
    [
      { at: away, kind: 'graphAway' },
      { at: away + chance.whole(60, 180), kind: 'graphBack' },
    ],
    [
      { at: revoked, kind: 'consentRevoked' },
      { at: revoked + chance.whole(60, 120), kind: 'consentGiven' },
    ],
    [{ at: chance.whole(60, 140), kind: 'accessTokensExpire' }],
    [{ at: chance.whole(60, 700), kind: 'throttling', calls: chance.whole(5, 20) }],
    [{ at: chance.whole(430, 480), kind: 'workerKilled' }],
    [{ at: chance.whole(700, 800), kind: 'accessTokensExpire' }],
  ];
}
