import { addDays, compareDays, type Day, daysBetween } from '../../../domain/calendar/day.ts';
import type { BookRow } from '../../../domain/book/read-row.ts';
import { seededRandom, type SeededRandom } from '../../book/seeded-random.ts';
import { byCustomer } from './book-script.ts';
import type { ScriptFact } from './script-fact.ts';
import { paymentDay, paymentName, plainPayment, type Settlement } from './settlement.ts';

/** How often a settlement of the book is distorted, and how; the shares of one settlement add up to less than one. */
const SHARES = { part: 0.1, joined: 0.08, stray: 0.06, chargeback: 0.04 } as const;
/** Customers who stop paying for good at some day of theirs. */
const NEVER_PAYS = 0.07;
/** Money that was charged back and never comes again. */
const LOST = 0.25;
/** The furthest that one transfer for several invoices gathers them. */
const GATHERED_DAYS = 20;

interface Paid {
  readonly row: BookRow;
  readonly day: Day;
}

/**
 * Adds to a book, by seed, what real books have: part payments, one transfer for several invoices, transfers with a
 * wrong title or none, chargebacks, and debtors who stop paying. What is drawn for a customer follows from the seed and
 * its name alone; only whose invoice a wrong title names depends on who else is there.
 */
export function distortion(rows: readonly BookRow[], seed: string): (ofCustomer: readonly BookRow[]) => Settlement {
  const amounts = new Map<bigint, number>();
  for (const { amount } of rows) amounts.set(amount.minor, (amounts.get(amount.minor) ?? 0) + 1);
  const neighbours = neighboursOf(rows);
  return (ofCustomer) => {
    const name = ofCustomer[0]?.customer ?? '';
    const random = seededRandom(`${seed}/${name}`);
    const paid = stillPaying(ofCustomer, random);
    const facts: ScriptFact[] = [];
    const settledOn = new Map<string, Day>();
    const gathered = new Set<string>();
    for (const [index, one] of paid.entries()) {
      const draw = random.fraction();
      if (gathered.has(one.row.invoice)) continue;
      const settle = (made: readonly ScriptFact[], day: Day, ...settled: readonly BookRow[]) => {
        facts.push(...made);
        for (const row of [one.row, ...settled]) settledOn.set(row.invoice, day);
      };
      const next = paid[index + 1];
      if (draw < SHARES.part) {
        const [made, day] = inParts(one, random, amounts);
        settle(made, day);
      } else if (draw < SHARES.part + SHARES.joined && next && daysBetween(one.day, next.day) <= GATHERED_DAYS) {
        gathered.add(next.row.invoice);
        settle([joined(one, next)], next.day, next.row);
      } else if (draw > 1 - SHARES.stray && amounts.get(one.row.amount.minor) === 1) {
        const made = strayed(one, random, neighbours.get(name) ?? []);
        settle(made, made.at(-1)?.day ?? one.day);
      } else if (draw > 1 - SHARES.stray - SHARES.chargeback && draw <= 1 - SHARES.stray) {
        settle(chargedBack(one, random), one.day);
      } else {
        settle([plainPayment(one.row, one.day)], one.day);
      }
    }
    return { facts, settledOn };
  };
}

/** What the customer pays at all, in the order in which it does; a debtor who gives up pays nothing from some day on. */
function stillPaying(rows: readonly BookRow[], random: SeededRandom): readonly Paid[] {
  const paid = rows
    .flatMap((row): Paid[] => {
      const day = paymentDay(row);
      return day === null ? [] : [{ row, day }];
    })
    .toSorted((a, b) => compareDays(a.day, b.day) || (a.row.invoice < b.row.invoice ? -1 : 1));
  const givesUp = random.chance(NEVER_PAYS);
  const from = random.whole(Math.floor(paid.length * 0.4), Math.floor(paid.length * 0.9));
  return givesUp ? paid.slice(0, from) : paid;
}

/** A part first and the rest later. What is left in between is no invoice's amount, so that it is nobody's by mistake. */
function inParts({ row, day }: Paid, random: SeededRandom, amounts: ReadonlyMap<bigint, number>): [ScriptFact[], Day] {
  const total = row.amount.minor;
  let first = (total * BigInt(random.whole(30, 70))) / 100n + 1n;
  while (amounts.has(total - first) && first > 1n) first -= 1n;
  const early = addDays(day, -random.whole(1, 10));
  const payment = (part: string, on: Day, amount: bigint): ScriptFact => ({
    kind: 'payment',
    day: on,
    customer: row.customer,
    payment: paymentName(row, part),
    method: 'bankTransfer',
    reference: `${row.invoice} part`,
    puts: [{ invoice: row.invoice, amount }],
  });
  const last = addDays(day, random.whole(0, 12));
  const begun = payment('-1', early < row.issuedOn ? row.issuedOn : early, first);
  return [first < total ? [begun, payment('-2', last, total - first)] : [payment('-1', last, total)], last];
}

function joined(one: Paid, next: Paid): ScriptFact {
  return {
    kind: 'payment',
    day: next.day,
    customer: one.row.customer,
    payment: paymentName(one.row, '-joined'),
    method: 'bankTransfer',
    reference: `${one.row.invoice} ${next.row.invoice}`,
    puts: [one, next].map(({ row }) => ({ invoice: row.invoice, amount: row.amount.minor })),
  };
}

/**
 * Arrives without saying for sure whose it is: with no title, or signed by its owner with a neighbour's invoice. A person
 * finds out later.
 */
function strayed({ row, day }: Paid, random: SeededRandom, neighbours: readonly BookRow[]): ScriptFact[] {
  const wrong = random.chance(0.5)
    ? neighbours.find((other) => other.issuedOn < day && (paymentDay(other) ?? day) > day)
    : undefined;
  const stray = {
    customer: row.customer,
    payment: paymentName(row, '-stray'),
    amount: row.amount.minor,
    suspects: wrong === undefined ? [row.customer] : [row.customer, wrong.customer],
  };
  const puts = [{ invoice: row.invoice, amount: row.amount.minor }];
  return [
    { kind: 'stray', day, ...stray, reference: wrong === undefined ? 'transfer' : `${row.customer} ${wrong.invoice}` },
    { kind: 'match', day: addDays(day, random.whole(2, 9)), ...stray, receivedOn: day, puts },
  ];
}

/** Paid by card, taken back, and in most cases paid again by transfer. */
function chargedBack({ row, day }: Paid, random: SeededRandom): ScriptFact[] {
  const payment = paymentName(row, '-card');
  const taken = addDays(day, random.whole(3, 20));
  const again = addDays(taken, random.whole(10, 40));
  const lost = random.chance(LOST);
  const paid: ScriptFact = { ...plainPayment(row, day), kind: 'payment', payment, method: 'card' } as ScriptFact;
  const reversal: ScriptFact = { kind: 'reversal', day: taken, customer: row.customer, payment };
  return lost ? [paid, reversal] : [paid, reversal, plainPayment(row, again)];
}

/** Rows of the customer with whom each is paired: a wrong title ties two lives together, and never more than two. */
function neighboursOf(rows: readonly BookRow[]): ReadonlyMap<string, readonly BookRow[]> {
  const books = [...byCustomer(rows)];
  return new Map(books.map(([name], index) => [name, books[index % 2 === 0 ? index + 1 : index - 1]?.[1] ?? []]));
}
