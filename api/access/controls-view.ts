import type { z } from 'zod';
import type { controls } from '../../contracts/access-grants.ts';
import { controlEvidence, explanationsOf, findStanding } from '../../db/access-standing.ts';
import type { CustomerHead } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { judgeControls } from '../../domain/access/controls.ts';
import { unexplained } from '../../domain/access/standing-access.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { accessView } from './access-view.ts';

/** The controls of a customer, and what they were judged by. */
export async function controlsView(
  db: Db,
  { id: customer }: CustomerHead,
  wallNow: Instant,
): Promise<z.output<typeof controls>> {
  const standing = await findStanding(db, customer);
  const administrators = standing?.fullAdministrators ?? [];
  const open = new Set(unexplained(administrators, await explanationsOf(db, customer), wallNow).map(({ id }) => id));
  return {
    customer,
    readAt: standing?.readAt ?? null,
    controls: [...judgeControls(await controlEvidence(db, customer, wallNow))],
    adminsWithoutMfa: [...(standing?.adminsWithoutMfa ?? [])],
    fullAdministrators: administrators.map(({ id, target }) => ({
      assignment: id,
      access: accessView(target),
      explained: !open.has(id),
    })),
    relationships: (standing?.relationships ?? []).map(({ id, status, endsAt, roles }) => ({
      id,
      status,
      endsAt,
      roles: [...roles],
    })),
  };
}
