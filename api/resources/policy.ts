import type { z } from 'zod';
import { policySummary, type PolicyVersionView, policyVersion } from '../../contracts/policies.ts';
import { documentOf } from '../../contracts/write-policy.ts';
import { findPolicy, listPolicyVersions, type PolicyHead, type PolicyVersion } from '../../db/policies.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';

export const policyResource: Resource<typeof policySummary> = {
  name: 'policy',
  schema: policySummary,
  load: async (db, key) => policyView(await findPolicy(db, key)),
};

export function policyView(head: PolicyHead): z.output<typeof policySummary> {
  return { ...head };
}

/** One version of a policy. Its reference is `key/version`. */
export const policyVersionResource: Resource<typeof policyVersion> = {
  name: 'policyVersion',
  schema: policyVersion,
  async load(db, reference) {
    const { key, version } = versionNamed(reference);
    const found = (await listPolicyVersions(db, key)).find(({ policy }) => policy.version === version);
    if (found === undefined) throw new Refusal('not_found', `there is no version ${version} of policy ${key}`);
    return versionView(found);
  },
};

/** Key and number in `standard/2`. @throws Refusal `not_found` when the number is none */
export function versionNamed(reference: string): { readonly key: string; readonly version: number } {
  const slash = reference.lastIndexOf('/');
  const [key, version] = [reference.slice(0, slash), reference.slice(slash + 1)];
  if (!/^[1-9]\d{0,8}$/.test(version))
    throw new Refusal('not_found', `there is no version ${version} of policy ${key}`);
  return { key, version: Number(version) };
}

function versionView({ policy, state, actor, recordedAt }: PolicyVersion): PolicyVersionView {
  const { key, version } = policy;
  return { key, version, state, document: documentOf(policy), createdBy: actor, createdAt: recordedAt };
}
