import { createReadStream, readFileSync } from 'node:fs';
import { readBook } from '../../api/imports/read-book.ts';
import { BOOK_PRESETS } from '../../domain/book/presets.ts';
import { isBookRow, type BookRow } from '../../domain/book/read-row.ts';
import { readPolicy, isPolicyProblem } from '../../contracts/read-policy.ts';
import { scriptOf } from './script/book-script.ts';
import { settledAsWritten } from './script/settlement.ts';
import { replayCustomers } from './replay-customer.ts';
import { predictBook } from './predict/predict-book.ts';
const { format, defaults } = BOOK_PRESETS['ibm-receivables'];
const rows: BookRow[] = [];
for await (const r of readBook(createReadStream('/work/shared/data/ibm-accounts-receivable.csv'), format, defaults))
  if (isBookRow(r.read)) rows.push(r.read);
  else console.log(r);
const policy = readPolicy(JSON.parse(readFileSync('policies/replay.json', 'utf8')), 1);
if (isPolicyProblem(policy)) throw new Error(JSON.stringify(policy));
const span = { from: '2012-01-03', to: '2014-01-09' };
const facts = scriptOf(rows, settledAsWritten, span);
console.log(rows.length, facts.length);
const t = Date.now();
const p = predictBook(replayCustomers(rows, defaults), facts, policy, span);
console.log((Date.now() - t) / 1000, 's');
const c: Record<string, number> = {};
for (const h of p.happened) {
  const k = `${h.what} ${h.what === 'notice' ? h.which.split(' ')[0] : h.which}`;
  c[k] = (c[k] ?? 0) + 1;
}
console.log(c);
const days = new Set(facts.map((f) => f.customer + f.day));
console.log('customer days', days.size);
