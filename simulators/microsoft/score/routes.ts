import { z } from 'zod';
import { type Answer, json } from '../../kit/answer.ts';
import { readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import type { Route } from '../../kit/router.ts';
import { requirePartner } from '../delegated/if-match.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { listed } from '../graph/paged.ts';
import type { World } from '../world.ts';
import { REQUIREMENTS, requirementsOf } from './score.ts';

const SCORE = '/beta/security/partner/securityScore';
const PROPERTIES = 'id requirementType complianceStatus score maxScore state actionUrl helpUrl updatedDateTime'.split(
  ' ',
);

/** Contract 10: beta only, like the alerts. */
export const scoreRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: SCORE, handle: score },
  { method: 'GET', pattern: `${SCORE}/requirements`, handle: requirements },
];

function score(call: GraphCall): Answer {
  requirePartner(call);
  const all = requirementsOf(call.world);
  const at = new Date(call.now).toISOString();
  return json(200, {
    '@odata.type': '#microsoft.graph.partner.security.partnerSecurityScore',
    currentScore: all.reduce((sum, one) => sum + one.score, 0),
    maxScore: all.reduce((sum, one) => sum + one.maxScore, 0),
    lastRefreshDateTime: at,
    updatedDateTime: at,
  });
}

function requirements(call: GraphCall): Answer {
  requirePartner(call);
  const rows = requirementsOf(call.world).map((one) => ({
    id: one.requirementType,
    ...one,
    actionUrl: 'https://partner.microsoft.com/dashboard',
    helpUrl: 'https://learn.microsoft.com/partner-center',
    updatedDateTime: new Date(call.now).toISOString(),
  }));
  return listed(call, rows, { path: `${SCORE}/requirements`, properties: PROPERTIES, most: 100 });
}

const set = z.strictObject({
  requirementType: z.enum(REQUIREMENTS),
  complianceStatus: z.enum(['compliant', 'noncomplaint']),
  score: z.number().nonnegative().default(0),
  maxScore: z.number().positive().default(20),
  state: z.enum(['active', 'preview']).default('active'),
});

/** A lever: Microsoft sees one requirement so. */
export function scoreControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/security-score',
      handle: (call) => {
        const one = set.parse(readJson(call));
        world.requirements.put(one.requirementType, '', one);
        return json(200, one);
      },
    },
  ];
}
