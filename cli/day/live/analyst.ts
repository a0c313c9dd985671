import { z } from 'zod';
import { chanceOf } from '../../../simulators/watched-year/chance.ts';
import type { Plan } from '../script/script-event.ts';
import type { Citizen } from './citizen.ts';
import type { Home } from './home.ts';
import { inParallel } from './in-parallel.ts';
import { underMishap } from './mishaps.ts';

/** Looks through the open cases and does what is next in each, as a person would. */
export interface Analyst {
  /** @returns how many cases are open afterwards, and whose they are */
  look(): Promise<ReadonlySet<string>>;
}

export interface AnalystOptions {
  readonly seed: number;
  readonly citizens: ReadonlyMap<string, Citizen>;
  /** Places with whose first case the analyst is late. */
  readonly late: ReadonlySet<number>;
}

const MINUTE_MS = 60_000;
/** Somebody who is late looks when half of the hour is over; the hour itself is kept. */
const LATE_AFTER_MS = 35 * MINUTE_MS;
/** Minutes after the receipt: who contains waits whether it stays so. */
const JUDGES_AFTER = { looked: [40, 240], contained: [260, 320] } as const;
const AT_ONCE = 8;

const openCase = z.object({
  id: z.string(),
  customer: z.string(),
  kind: z.string(),
  source: z.string(),
  receivedAt: z.iso.datetime().transform((text) => Date.parse(text)),
  acknowledgedAt: z.string().nullable(),
  actedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  verdict: z.string().nullable(),
  containments: z.array(z.object({ id: z.string(), state: z.string() })),
});
type OpenCase = z.output<typeof openCase>;
const subscriptions = z.object({ items: z.array(z.object({ id: z.string(), microsoftId: z.string().nullable() })) });
const anything = z.unknown();

export function createAnalyst(home: Home, { seed, citizens, late }: AnalystOptions): Analyst {
  const { api } = home;
  const plans = new Map<string, Plan>();
  const seen = new Set<number>();

  function planOf({ id, kind }: OpenCase, citizen: Citizen): Plan {
    const known = plans.get(id);
    if (known !== undefined) return known;
    const plan = kind === 'fraud' ? (citizen.plans.shift() ?? 'ignored') : 'ignored';
    plans.set(id, plan);
    return plan;
  }

  const post = async (one: OpenCase, what: string, body: object, again = ''): Promise<void> =>
    void (await api.post(
      'analyst',
      `/v1/security-cases/${one.id}/${what}`,
      `${one.id}/${what}${again}`,
      body,
      anything,
    ));

  async function contain(one: OpenCase, citizen: Citizen, plan: Plan): Promise<void> {
    const body =
      plan === 'cancelAzure'
        ? { action: 'cancelAzureSubscriptions', targets: citizen.azure.slice(0, 1) }
        : { action: 'suspendSubscriptions', targets: await licencesOf(citizen) };
    const id = String(one.containments.length + 1);
    await underMishap(home, citizen, async () => {
      await post(one, 'containment', body, `/${id}`);
      if (plan === 'cancelAzure') await approve(one, id);
    });
  }

  /** Azure is stopped by two (practice 54): somebody else agrees at once. */
  async function approve({ id }: OpenCase, containment: string): Promise<void> {
    const path = `/v1/security-cases/${id}/containment/${containment}/decision`;
    const body = { decision: 'approve', note: 'Seen by a second person.' };
    await api.post('admin', path, `${id}/${containment}/approval`, body, anything);
  }

  /** Under an Azure plan only the licences are stopped, of everybody else all there is. */
  async function licencesOf({ id, plan, licences }: Citizen): Promise<readonly string[]> {
    if (plan === null) return [];
    const { items } = await api.get(`/v1/customers/${id}/subscriptions`, subscriptions);
    return items.flatMap((known) => (known.microsoftId === licences ? [known.id] : []));
  }

  async function attend(one: OpenCase): Promise<void> {
    const citizen = citizens.get(one.customer);
    if (citizen === undefined) return;
    const age = citizen.now() - one.receivedAt;
    const plan = planOf(one, citizen);
    if (one.acknowledgedAt === null) {
      const isLate = late.has(citizen.place) && !seen.has(citizen.place) && age < LATE_AFTER_MS;
      if (isLate) return;
      seen.add(citizen.place);
      await post(one, 'acknowledgement', {});
    }
    if (one.verdict !== null) {
      // To a mail a person answers; an alert is answered at Microsoft by itself.
      if (one.source === 'mail' && one.answeredAt === null) await post(one, 'answer', { note: 'Answered by mail.' });
      return;
    }
    const contains = plan === 'cancelAzure' || plan === 'suspendLicences';
    if (contains && isToBeOrdered(one)) await contain(one, citizen, plan);
    const [least, most] = contains ? JUDGES_AFTER.contained : JUDGES_AFTER.looked;
    const judgesAfter = chanceOf(seed, one.kind + citizen.place).whole(least, most) * MINUTE_MS;
    if (age < judgesAfter || (contains && one.actedAt === null)) return;
    await post(one, 'verdict', { verdict: contains ? 'fraud' : plan, note: 'As it turned out.' });
  }

  return {
    async look() {
      const open = await api.list('/v1/security-cases?state=open', openCase);
      await inParallel(open, AT_ONCE, attend);
      return new Set(open.map(({ customer }) => customer));
    },
  };
}

/** Nothing was ordered yet, or what was ordered last has failed, or somebody has switched it on again. */
function isToBeOrdered({ containments }: OpenCase): boolean {
  const last = containments.at(-1);
  return last === undefined || last.state === 'failed' || last.state === 'returned';
}
