import type { CarryOutInput } from '../../contracts/life-activities.ts';
import type { ActivityDeps } from '../deps.ts';
import { act } from './act.ts';
import { passGate } from './gate.ts';
import { recordOutcome } from './record-outcome.ts';

/**
 * Carries out one effect: through the gate, act, record what came of it. A crash anywhere is met by doing it again: the
 * gate knows an effect that is already `sending`, and every act reads before it writes.
 * @param attempt counts from 1; an outside world that stays away is not waited for inside an activity for ever.
 */
export async function carryOut(deps: ActivityDeps, input: CarryOutInput, attempt: number): Promise<void> {
  const passed = await passGate(deps, input);
  if (passed === null) return;
  await deps.announceClock({ tenantId: passed.account.traits.tenant, now: passed.now });
  const outcome = await act(deps, passed, attempt);
  await recordOutcome(deps, passed, outcome);
}
