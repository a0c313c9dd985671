import type { z } from 'zod';
import type { access } from '../../contracts/access-grants.ts';
import { type AccessTarget, isFullAdministration, roleName } from '../../domain/access/access-target.ts';

/** A role as the API shows it. */
export function accessView(target: AccessTarget): z.output<typeof access> {
  const { kind, role, principal } = target;
  return {
    kind,
    role,
    roleName: roleName(target),
    principal,
    subscription: target.kind === 'azureRole' ? target.subscription : null,
    fullAdministration: isFullAdministration(target),
  };
}
