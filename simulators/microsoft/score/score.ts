import type { World } from '../world.ts';

/** Contract 10: one requirement of the security score; `noncomplaint` is Microsoft's own spelling. */
export interface Requirement {
  readonly requirementType: (typeof REQUIREMENTS)[number];
  readonly complianceStatus: 'compliant' | 'noncomplaint';
  readonly score: number;
  readonly maxScore: number;
  readonly state: 'active' | 'preview';
}

export const REQUIREMENTS = [
  'mfaEnforcedForAdmins',
  'mfaEnforcedForAdminsOfCustomers',
  'securityAlertsPromptlyResolved',
  'securityContactProvided',
  'spendingBudgetSetForCustomerAzureSubscriptions',
] as const;

/** What stands as long as nothing else was set: everything in order, twenty points each. */
export function requirementsOf(world: World): readonly Requirement[] {
  return REQUIREMENTS.map(
    (requirementType) =>
      world.requirements.get(requirementType) ?? {
        requirementType,
        complianceStatus: 'compliant',
        score: 20,
        maxScore: 20,
        state: 'active',
      },
  );
}
