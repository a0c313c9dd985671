import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type LivedLife, livedLife } from './read-back.ts';

const line = z.union([
  z.strictObject({ customer: z.string(), id: z.string() }),
  z.strictObject({ posted: z.string(), id: z.string() }),
  z.strictObject({ lived: z.string(), life: livedLife }),
  /** A life that cannot be continued is begun anew, under another seller; what was posted to it counts no more. */
  z.strictObject({ again: z.array(z.string()), attempt: z.int() }),
  z.strictObject({ compared: z.literal(true) }),
]);
type Line = z.output<typeof line>;

/** What a run has done so far, on disk after every step, so that a killed run goes on where it was. */
export interface RunJournal {
  /** Id of a customer that was created, by its name in the book. */
  customerId(name: string): string | undefined;
  /** Id of what a fact made; undefined while it was not posted. */
  postedId(fact: string): string | undefined;
  /** What a life came to; undefined while it is being lived. */
  livedLife(name: string): LivedLife | undefined;
  /** How often the life of this customer was begun. */
  attempt(name: string): number;
  readonly isEmpty: () => boolean;
  readonly isOver: () => boolean;
  created(name: string, id: string): void;
  posted(fact: string, id: string): void;
  lived(name: string, life: LivedLife): void;
  beginAgain(names: readonly string[], facts: readonly string[]): void;
  over(): void;
}

/** Opens the journal in `file`, empty or as an interrupted run left it. */
export function openJournal(file: string): RunJournal {
  const customers = new Map<string, string>();
  const facts = new Map<string, string>();
  const lived = new Map<string, LivedLife>();
  const attempts = new Map<string, number>();
  let over = false;

  const apply = (entry: Line): void => {
    if ('customer' in entry) customers.set(entry.customer, entry.id);
    else if ('posted' in entry) facts.set(entry.posted, entry.id);
    else if ('lived' in entry) lived.set(entry.lived, entry.life);
    else if ('compared' in entry) over = true;
    else {
      for (const name of entry.again) {
        attempts.set(name, entry.attempt);
        customers.delete(name);
        lived.delete(name);
        facts.delete(name);
      }
    }
  };
  const write = (entry: Line): void => {
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
    apply(entry);
  };
  mkdirSync(dirname(file), { recursive: true });
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (const text of before.split('\n')) {
    const read = line.safeParse(parsed(text));
    // The last line of a killed run may be torn; what it said is done again, under the same idempotency key.
    if (read.success) apply(read.data);
  }
  if (before !== '' && !before.endsWith('\n')) appendFileSync(file, '\n');
  return {
    customerId: (name) => customers.get(name),
    postedId: (fact) => facts.get(fact),
    livedLife: (name) => lived.get(name),
    attempt: (name) => attempts.get(name) ?? 1,
    isEmpty: () => customers.size === 0,
    isOver: () => over,
    created: (name, id) => write({ customer: name, id }),
    posted: (fact, id) => write({ posted: fact, id }),
    lived: (name, life) => write({ lived: name, life }),
    beginAgain(names, factsOfThem) {
      const attempt = Math.max(...names.map((name) => attempts.get(name) ?? 1)) + 1;
      write({ again: [...names, ...factsOfThem], attempt });
    },
    over: () => write({ compared: true }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
