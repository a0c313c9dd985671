import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { formatInstant } from '../../../contracts/values.ts';
import type { Citizen } from './citizen.ts';
import type { Home } from './home.ts';
import type { Outcome } from './outcome.ts';

const MINUTE_MS = 60_000;
const asked = z.object({ id: z.string() });

/** Somebody asks for a role on the customer's last Azure subscription, which ends by itself; a second person approves. */
export async function askForAccess({ api }: Home, citizen: Citizen, minutes: number): Promise<Outcome> {
  const subscription = citizen.azure.at(-1);
  if (subscription === undefined) return 'impossible';
  const access = { kind: 'azureRole', role: 'reader', principal: randomUUID(), subscription };
  const endsAt = formatInstant(citizen.now() + minutes * MINUTE_MS);
  const path = `/v1/customers/${citizen.id}/access-grants`;
  const { id } = await api.post('analyst', path, randomUUID(), { access, endsAt, reason: 'A migration.' }, asked);
  const approval = { decision: 'approve', note: 'As agreed.' };
  await api.post('admin', `/v1/access-grants/${id}/approval`, randomUUID(), approval, z.unknown());
  return 'happened';
}
