import fc from 'fast-check';
import type { Kernel } from '../../support/imagined-kernel.ts';
import { ImaginedLife, type Witness } from '../../support/imagined-life.ts';
import { act, type Action, anAction, aRareAction } from './actions.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { aPolicy } from './random-policy.ts';

/** A life to be lived: where, from when, under which policy, and what happens in it. */
export interface Plan {
  readonly policy: Policy;
  readonly timeZone: string;
  readonly startsOn: string;
  readonly actions: readonly Action[];
}

/** Before Christmas, before each change of the clocks, and at New Year. */
const PARTS = {
  policy: aPolicy,
  timeZone: fc.constantFrom('Europe/Warsaw', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'),
  startsOn: fc.constantFrom('2025-12-19', '2026-01-02', '2026-03-20', '2026-10-15'),
};

export const aPlan: fc.Arbitrary<Plan> = fc.record({
  ...PARTS,
  actions: fc.array(anAction, { minLength: 5, maxLength: 60, size: 'max' }),
});

/** Lives in which the policy changes and the relationship may end. */
export const aRestlessPlan: fc.Arbitrary<Plan> = fc.record({
  ...PARTS,
  actions: fc.array(aRareAction, { minLength: 5, maxLength: 60, size: 'max' }),
});

/** Lives it; `between` is called after every action. */
export function live(
  { policy, timeZone, startsOn, actions }: Plan,
  more: { witness?: Witness; kernel?: Kernel; between?: (life: ImaginedLife) => void } = {},
): ImaginedLife {
  const { between, ...options } = more;
  const life = new ImaginedLife(startsOn, { policy, traits: { timeZone }, subscriptions: 2, ...options });
  for (const action of actions) {
    act(life, action);
    between?.(life);
  }
  return life;
}
