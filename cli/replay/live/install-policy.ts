import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isPolicyProblem, readPolicy } from '../../../contracts/read-policy.ts';
import type { ReplayPolicy } from '../replay-policy.ts';
import type { ApiClient } from './api-client.ts';

const summary = z.object({ key: z.string(), activeVersion: z.int().nullable(), latestVersion: z.int() });
const version = z.object({ document: z.unknown() });
const made = z.object({ version: z.int() });
const activated = z.unknown();

/**
 * Sees to it that the policy is active at the installation, as a version of its own where another one was. Lives of
 * earlier replays keep the version they run under.
 */
export async function installPolicy(api: ApiClient, { policy, document }: ReplayPolicy, label: string): Promise<void> {
  const { key } = policy;
  const known = (await api.list('/v1/policies', summary)).find((one) => one.key === key);
  if (known !== undefined && known.activeVersion !== null) {
    const { document: active } = await api.get(`/v1/policies/${key}/versions/${known.activeVersion}`, version);
    const read = readPolicy(active, policy.version);
    if (!isPolicyProblem(read) && isDeepStrictEqual(read, policy)) return;
  }
  const path = known === undefined ? '/v1/policies' : `/v1/policies/${key}/versions`;
  const { version: number } = await api.post('finance', path, `${label}/policy`, document, made);
  const activation = `/v1/policies/${key}/versions/${number}/activation`;
  await api.post('finance', activation, `${label}/policy/activation`, { openCases: 'freeze' }, activated);
}
