import type { Account } from '../../domain/account/account.ts';
import type { CartEffect, Effect } from '../../domain/decision.ts';
import type { ActualState, Restorable } from '../../domain/facts/service-facts.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';

interface Seat {
  actual: ActualState;
  autoRenewEnabled: boolean;
  scheduled: string | null;
  /** Its base, for an add-on, and whether it went off with it: then it comes back with it (contract section 18.4). */
  base?: string | null;
  withBase?: boolean;
}

/**
 * Microsoft, as far as the kernel can tell: a suspension switches auto-renew off and drops scheduled changes, and a
 * reactivation brings neither back (contract section 6.4). What comes back is what the account's snapshot says.
 */
export class ImaginedMicrosoft {
  readonly seats = new Map<string, Seat>();

  open(subscription: string, renewal: Restorable): void {
    this.seats.set(subscription, { actual: 'active', ...renewal });
  }

  seat(subscription: string): Seat {
    const seat = this.seats.get(subscription);
    if (seat === undefined) throw new Error(`Microsoft knows no ${subscription}`);
    return seat;
  }

  #addOnsOf(subscription: string): readonly Seat[] {
    return [...this.seats.values()].filter(({ base }) => base === subscription);
  }

  /** Sells every line of a cart. */
  checkOut({ lines }: CartEffect): EffectOutcome {
    for (const { subscription } of lines) this.open(subscription, { autoRenewEnabled: true, scheduled: null });
    const sold = lines.map(({ subscription }) => ({ subscription, microsoftId: `ms_${subscription}` }));
    return { kind: 'cartOrdered', lines: sold };
  }

  /** Carries out an order, a stop, a start or an end, the way the activities do. */
  carryOut(effect: Extract<Effect, { readonly subscription: string }>, account: Account): EffectOutcome {
    if (effect.kind === 'order') {
      this.open(effect.subscription, { autoRenewEnabled: true, scheduled: null });
      return { kind: 'ordered', microsoftId: `ms_${effect.subscription}` };
    }
    if (effect.kind === 'quantity') return { kind: 'quantityChanged', quantity: effect.quantity };
    const seat = this.seat(effect.subscription);
    if (effect.kind === 'stop') {
      const restorable = { autoRenewEnabled: seat.autoRenewEnabled, scheduled: seat.scheduled };
      const addOns = (effect.addOns ?? []).map(({ subscription }) => {
        const { autoRenewEnabled, scheduled } = this.seat(subscription);
        return { subscription, restorable: { autoRenewEnabled, scheduled } };
      });
      const off = { actual: 'suspended', autoRenewEnabled: false, scheduled: null } as const;
      Object.assign(seat, off);
      for (const one of this.#addOnsOf(effect.subscription))
        if (one.actual === 'active') Object.assign(one, off, { withBase: true });
      return { kind: 'stopped', restorable, addOns };
    }
    if (effect.kind === 'start') {
      seat.actual = 'active';
      for (const one of this.#addOnsOf(effect.subscription))
        if (one.withBase) Object.assign(one, { actual: 'active', withBase: false });
      const snapshot = account.subscriptions.get(effect.subscription)?.restorable;
      if (snapshot) Object.assign(seat, snapshot);
      return { kind: 'restored', lost: [] };
    }
    Object.assign(seat, { actual: 'suspended', autoRenewEnabled: false, scheduled: null });
    return { kind: 'ended', how: 'notRenewed' };
  }
}
