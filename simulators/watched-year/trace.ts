import { textOf } from './calendar.ts';
import type { Consumption } from './consumption.ts';
import { type Customer, minorOf } from './customer.ts';
import type { Deed, Incident } from './happening.ts';
import type { IncidentLabel } from './labelled-customer.ts';

/** A cost of less than this is no matter yet, in zlotys. */
const MATERIAL = 500;

/** Follows what of an incident could be known when. */
export class Trace {
  readonly incident: Incident;
  readonly #touched = new Set<string>();
  readonly #tellings: { day: number; knownAt: number; cost: number }[] = [];
  readonly #logged: number[] = [];

  constructor(incident: Incident) {
    this.incident = incident;
  }

  touches({ region, service, kind }: Consumption): void {
    this.#touched.add(region).add(service).add(`${service} / ${kind}`);
  }

  told(day: number, knownAt: number, cost: number): void {
    this.#tellings.push({ day, knownAt, cost });
  }

  logged({ actor, subject }: Deed, knownAt: number): void {
    this.#touched.add(actor).add(subject);
    this.#logged.push(knownAt);
  }

  label(customer: Customer): IncidentLabel {
    const { kind, firstDay, lastDay } = this.incident;
    const tellings = this.#tellings.toSorted((a, b) => a.knownAt - b.knownAt);
    const days = new Map<number, number>();
    let material: number | undefined;
    for (const { day, knownAt, cost } of tellings) {
      days.set(day, cost);
      const sum = [...days.values()].reduce((all, one) => all + one, 0);
      if (material === undefined && sum >= MATERIAL) material = knownAt;
    }
    const logged = this.#logged.length === 0 ? [] : [Math.min(...this.#logged)];
    const materialAt = [...logged, ...(material === undefined ? [] : [material])];
    return {
      kind,
      firstDay: textOf(firstDay),
      lastDay: textOf(lastDay),
      firstKnownAt: Math.min(...logged, ...tellings.slice(0, 1).map(({ knownAt }) => knownAt)),
      materialAt: materialAt.length === 0 ? undefined : Math.min(...materialAt),
      touches: [...this.#touched],
      cost: minorOf(
        customer,
        [...days.values()].reduce((all, one) => all + one, 0),
      ),
    };
  }
}
