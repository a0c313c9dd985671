import { addDays, type Day, daysBetween } from '../../domain/calendar/day.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

export interface GeneratedBook {
  readonly customers: number;
  /** First and last day of issue. */
  readonly from: Day;
  readonly to: Day;
  readonly seed: string;
}

const HEADER =
  'countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate';
const COUNTRIES = ['391', '406', '770', '818', '897'];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** One invoice of a customer comes about so many days after the other; net 30 days, as in the book that it stands in for. */
const DAYS_BETWEEN_INVOICES = 30;
const NET_DAYS = 30;

/**
 * A receivables book of nobody, in the format `ibm-receivables`: for where the real one is not at hand. The same seed
 * gives the same text. A third of the invoices is paid late, every fourth is disputed, some customers are always late.
 */
export function generateBook({ customers, from, to, seed }: GeneratedBook): string {
  const lines = Array.from({ length: customers }, (_, index) => {
    const random = seededRandom(`${seed}/${index}`);
    return invoicesOf(customerName(random, index), random, from, to);
  }).flat();
  return `${[HEADER, ...lines].join('\n')}\n`;
}

function invoicesOf(customer: string, random: SeededRandom, from: Day, to: Day): readonly string[] {
  const country = COUNTRIES[random.whole(0, COUNTRIES.length - 1)] ?? '391';
  /** How late this customer is by habit, in days. */
  const habit = random.whole(-14, 10);
  const lines: string[] = [];
  const span = daysBetween(from, to);
  for (
    let day = random.whole(0, DAYS_BETWEEN_INVOICES);
    day <= span;
    day += random.whole(2, 2 * DAYS_BETWEEN_INVOICES)
  ) {
    const issued = addDays(from, day);
    const late = habit + random.whole(-12, 12) + (random.chance(0.1) ? random.whole(8, 30) : 0);
    const settle = Math.max(1, NET_DAYS + late);
    const disputed = random.chance(late > 0 ? 0.35 : 0.18);
    lines.push(
      [
        country,
        customer,
        written(issued),
        number(random),
        written(issued),
        written(addDays(issued, NET_DAYS)),
        (random.whole(526, 12_828) / 100).toFixed(2),
        disputed ? 'Yes' : 'No',
        written(addDays(issued, settle)),
        random.chance(0.5) ? 'Paper' : 'Electronic',
        settle,
        Math.max(0, settle - NET_DAYS),
      ].join(','),
    );
  }
  return lines;
}

/** `0379-NEVHP`; begins with the index, so that no two are alike. */
function customerName(random: SeededRandom, index: number): string {
  const letters = Array.from({ length: 5 }, () => LETTERS[random.whole(0, 25)]).join('');
  return `${String(index * 7 + random.whole(0, 6)).padStart(4, '0')}-${letters}`;
}

/** Ten digits, some of them leading zeros. */
function number(random: SeededRandom): string {
  return String(random.whole(0, 9_999_999_999)).padStart(10, '0');
}

function written(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${month}/${date}/${year}`;
}
