import { z } from 'zod';
import type { Collection } from '../kit/documents.ts';

export const bounceRule = z.strictObject({
  /** A whole address, or `@example.com` for everyone there. */
  address: z.string().min(3).toLowerCase(),
  /** `hard`: will never arrive. `soft`: not now. `late`: hard, but reported only after `afterMs` of business time. */
  kind: z.enum(['hard', 'soft', 'late']),
  reason: z.string().min(1).optional(),
  /** Default six hours for `late`, else at once. */
  afterMs: z.int().nonnegative().optional(),
});

export type BounceRule = z.infer<typeof bounceRule>;

/** What a recipient's mail comes to. */
export interface Bounce {
  readonly permanent: boolean;
  readonly reason: string;
  readonly afterMs: number;
}

const SIX_HOURS_MS = 6 * 3_600_000;

/** Without any rule these local parts bounce, so that a person can try it out. */
const BY_LOCAL_PART: Readonly<Record<string, BounceRule['kind']>> = {
  bounce: 'hard',
  'soft-bounce': 'soft',
  'late-bounce': 'late',
};

const REASON: Readonly<Record<BounceRule['kind'], string>> = {
  hard: '550 5.1.1 The mailbox does not exist',
  soft: '452 4.2.2 The mailbox is full',
  late: '550 5.4.7 Delivery expired',
};

/** The bounce that awaits mail to `address`, or undefined when it arrives. A rule for the address goes before one for its domain. */
export function bounceFor(address: string, rules: Collection<BounceRule>): Bounce | undefined {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const rule = rules.get(address.toLowerCase()) ?? rules.get(`@${domain}`);
  const kind = rule?.kind ?? BY_LOCAL_PART[local];
  if (kind === undefined) return undefined;
  return {
    permanent: kind !== 'soft',
    reason: rule?.reason ?? REASON[kind],
    afterMs: rule?.afterMs ?? (kind === 'late' ? SIX_HOURS_MS : 0),
  };
}
