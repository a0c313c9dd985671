import type { DirectoryPerson } from '../../adapters/partner-directory/port.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Directory } from '../../domain/hygiene/directory.ts';
import type { ActivityDeps } from '../deps.ts';

/** Contract §13: whoever somebody has enabled in these last days is left alone. */
const RE_ENABLED_WITHIN_MS = 7 * 86_400_000;

/** A directory as it was read; names stand in `people` alone. */
export interface ReadDirectory {
  readonly directory: Directory;
  readonly people: readonly DirectoryPerson[];
}

/** Reads a tenant's directory at a business instant. @throws PartnerCenterError */
export async function readDirectory(
  { partnerDirectory, announceClock }: Pick<ActivityDeps, 'partnerDirectory' | 'announceClock'>,
  tenantId: string,
  now: Instant,
): Promise<ReadDirectory> {
  await announceClock({ tenantId, now });
  const { users, areSignInsKnown } = await partnerDirectory.users(tenantId);
  const reEnabled = await partnerDirectory.enabledSince(tenantId, now - RE_ENABLED_WITHIN_MS);
  const licences = await partnerDirectory.licences(tenantId);
  return { directory: { users, areSignInsKnown, reEnabled, licences }, people: users };
}
