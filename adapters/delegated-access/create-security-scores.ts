import type { Caller } from '../partner-center/call.ts';
import { partnersOwn, type PartnerConnection } from '../partner-center/connection.ts';
import { asDecimal, asText, field } from '../partner-center/json.ts';
import { malformed, readGraphList } from './listed.ts';
import type { SecurityScores } from './port.ts';

const PATH = '/beta/security/partner/securityScore';
const tenant = partnersOwn;

/** Microsoft's security score of the partner (contract section 10, beta only). */
export function createSecurityScores(caller: Caller, { limits }: Pick<PartnerConnection, 'limits'>): SecurityScores {
  return {
    async read() {
      const score = await caller.read({ path: PATH, tenant });
      const current = asDecimal(field(score, 'currentScore'));
      const max = asDecimal(field(score, 'maxScore'));
      if (current === null || max === null) throw malformed('Microsoft Graph', 'no_score');
      const items = await readGraphList(caller, `${PATH}/requirements`, tenant, limits.pages);
      return {
        current,
        max,
        requirements: items.map((item) => ({
          type: asText(field(item, 'requirementType')) ?? 'unknown',
          // Microsoft writes `noncomplaint`: only the word that we know to be good is good.
          compliant: asText(field(item, 'complianceStatus'))?.toLowerCase() === 'compliant',
          score: asDecimal(field(item, 'score')) ?? '0',
          maxScore: asDecimal(field(item, 'maxScore')) ?? '0',
        })),
      };
    },
  };
}
