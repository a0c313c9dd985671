import type { RoundReport } from '../../contracts/round-activities.ts';
import { endRelationships } from '../access/end-relationships.ts';
import type { ActivityDeps } from '../deps.ts';
import { tendDuties } from '../onboarding/tend-duties.ts';

/**
 * What is owed to Microsoft, or was approved to be done there: duties, and relationships to be ended (practice 69).
 * @returns how much there is, and how much of it is done now
 */
export async function tendOwed(deps: ActivityDeps): Promise<RoundReport> {
  const duties = await tendDuties(deps);
  const endings = await endRelationships(deps);
  return { looked: duties.looked + endings.looked, woken: duties.woken + endings.woken };
}
