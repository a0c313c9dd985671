import type { Money } from '../money.ts';
import { azureSubscriptionOf, isMachine, isObjectId } from './azure-resource.ts';
import type { ContainmentAction } from './containment-facts.ts';
import { CONTAINMENT_RULES } from './containment-rules.ts';
import type { SecurityCase } from './security-case.ts';

/** What is known of a customer when somebody asks what could be stopped. Costs are per day; null where nobody knows. */
export interface ProposalFacts {
  readonly known: Pick<SecurityCase, 'alerts' | 'findings' | 'reenabled' | 'administrators' | 'containments'>;
  readonly azureSubscriptions: readonly {
    readonly id: string;
    readonly planId: string;
    readonly name: string;
    readonly active: boolean;
    readonly perDay: Money | null;
  }[];
  readonly plans: readonly { readonly id: string; readonly active: boolean }[];
  /** Resources that cost something this month. */
  readonly resources: readonly { readonly id: string; readonly service: string; readonly perDay: Money }[];
  /** `perDay`: what Microsoft charges the partner, a thirtieth of a month. */
  readonly licences: readonly {
    readonly subscription: string;
    readonly offer: string;
    readonly quantity: number;
    readonly perDay: Money | null;
    /** The subscription of ours to which it is an add-on. */
    readonly base: string | null;
  }[];
}

/** One way to stop it. What it hits, what that saves, and how it is taken back. */
export interface Proposal {
  readonly action: ContainmentAction;
  readonly targets: readonly string[];
  readonly blastRadius: {
    readonly resources: number;
    readonly azureSubscriptions: number;
    /** Licences whose users are cut off. */
    readonly licences: number;
    /** Subscriptions among them that are stopped because their base is (practice 60). */
    readonly addOns: readonly string[];
    /** Services, offers or kinds of resources that stop. */
    readonly services: readonly string[];
  };
  readonly cost: {
    readonly savedPerDay: Money | null;
    /** What goes on costing although it is stopped: null where it is not known. */
    readonly goesOnPerDay: Money | null;
    /** Whether Microsoft goes on billing the partner for what is stopped (practice 56). */
    readonly billedWhileStopped: boolean;
  };
  readonly reversible: {
    readonly how: 'startAgain' | 'reactivate' | 'releaseHold' | 'grantAnew' | 'signInAgain';
    /** Days for which the data are kept (practice 55); null where nothing is deleted. */
    readonly dataKeptDays: { readonly least: number; readonly most: number } | null;
  };
  readonly approval: 'none' | 'fourEyes';
  /** Coded reason why it is proposed, and why in this place. */
  readonly why: string;
}

/** Findings of our own watch that are about an account, and not about money. */
const ACCOUNT_RULES: ReadonlySet<string> = new Set(['new-administrator', 'guest-made-administrator', 'mfa-off']);
const NOTHING = { resources: 0, azureSubscriptions: 0, licences: 0, addOns: [], services: [] } as const;

/**
 * What could be stopped, narrowest first (practice 23): the machines that Microsoft names, their Azure subscriptions, the whole plan,
 * all licences; and, where an account is the matter, its role and its sessions. What is off already is not proposed.
 */
export function proposals(facts: ProposalFacts): readonly Proposal[] {
  return [
    ...machineProposals(facts),
    ...subscriptionProposals(facts),
    ...planProposals(facts),
    ...licenceProposals(facts),
    ...accountProposals(facts),
  ];
}

function machineProposals({ known, resources }: ProposalFacts): readonly Proposal[] {
  const named = [...new Set(known.alerts.flatMap((alert) => alert.resources ?? []))].filter(isMachine);
  const targets = named.filter((target) => !isStopped(known, 'stopResource', target));
  if (targets.length === 0) return [];
  const costs = resources.filter(({ id }) => targets.some((target) => isSame(target, id)));
  return [
    proposal('stopResource', targets, {
      blastRadius: { ...NOTHING, resources: targets.length, services: ['virtualMachines'] },
      // Disks and addresses of a machine that is freed go on costing, and Microsoft's figures do not tell them apart.
      cost: { savedPerDay: sumOf(costs), goesOnPerDay: null, billedWhileStopped: false },
      how: 'startAgain',
      why: 'alertNamesTheseMachines',
    }),
  ];
}

function subscriptionProposals({ known, azureSubscriptions, resources }: ProposalFacts): readonly Proposal[] {
  const active = azureSubscriptions.filter((one) => one.active);
  const alerted = new Set(known.alerts.flatMap(({ azureSubscription }) => azureSubscription ?? []));
  const again = new Set(known.reenabled.map(({ target }) => target));
  const hit = active.filter(({ id }) => alerted.has(id) || again.has(id));
  const isNamed = alerted.size > 0 || azureSubscriptions.some(({ id }) => again.has(id));
  // Where none is named, as with a call by telephone, all of them may be the matter.
  const targets = isNamed ? hit : active;
  if (targets.length === 0) return [];
  return [
    proposal('cancelAzureSubscriptions', idsOf(targets), {
      blastRadius: azureRadius(targets, resources),
      cost: azureCost(targets),
      how: 'reactivate',
      why:
        alerted.size > 0
          ? 'alertNamesTheseSubscriptions'
          : isNamed
            ? 'customerSwitchedOnAgain'
            : 'noAlertNamesASubscription',
    }),
  ];
}

function planProposals({ known, azureSubscriptions, plans, resources }: ProposalFacts): readonly Proposal[] {
  const active = plans.filter((one) => one.active);
  if (active.length === 0) return [];
  const under = azureSubscriptions.filter((one) => one.active && active.some(({ id }) => id === one.planId));
  const cameBack = known.reenabled.length > 0 || known.containments.some(({ returns }) => returns > 0);
  return [
    proposal('suspendAzurePlan', idsOf(active), {
      blastRadius: azureRadius(under, resources),
      cost: azureCost(under),
      how: 'reactivate',
      why: cameBack ? 'customerSwitchedOnAgain' : 'customerCouldSwitchOnAgain',
    }),
  ];
}

function licenceProposals({ licences, plans, azureSubscriptions }: ProposalFacts): readonly Proposal[] {
  if (licences.length === 0) return [];
  // With the account its Azure plan would be stopped, and Microsoft refuses that while something under it is on.
  const isAzureOn = azureSubscriptions.some(
    ({ active, planId }) => active && plans.some((plan) => plan.active && plan.id === planId),
  );
  const bases = new Set(licences.map(({ subscription }) => subscription));
  const addOns = licences.filter(({ base }) => base !== null && bases.has(base));
  // An add-on goes with its base, and a hold of its own would have to be released as well.
  const named = licences.filter((licence) => !addOns.includes(licence)).map(({ subscription }) => subscription);
  const targets = isAzureOn ? named : [];
  return [
    proposal('suspendSubscriptions', targets, {
      blastRadius: {
        ...NOTHING,
        licences: licences.reduce((sum, { quantity }) => sum + quantity, 0),
        addOns: addOns.map(({ subscription }) => subscription),
        services: [...new Set(licences.map(({ offer }) => offer))],
      },
      // Practice 56: suspended new-commerce licences are billed to the partner as before.
      cost: { savedPerDay: null, goesOnPerDay: sumOf(licences.flatMap(withCost)), billedWhileStopped: true },
      how: 'releaseHold',
      why: 'everyUserIsCutOff',
    }),
  ];
}

function accountProposals({ known }: ProposalFacts): readonly Proposal[] {
  const found = known.findings.filter(({ rule }) => ACCOUNT_RULES.has(rule)).map(({ subject }) => subject);
  const accounts = [...known.administrators, ...found];
  if (accounts.length === 0) return [];
  // An order names accounts by their id in the directory: a sign-in name is personal data. Whose id is not known is looked up first.
  const targets = [...new Set(accounts)].filter(isObjectId);
  const cost = { savedPerDay: null, goesOnPerDay: null, billedWhileStopped: false };
  const blastRadius = { ...NOTHING, services: ['account'] };
  return [
    proposal('removeAdminRole', targets, { blastRadius, cost, how: 'grantAnew', why: 'accountIsTheMatter' }),
    proposal('revokeSessions', targets, { blastRadius, cost, how: 'signInAgain', why: 'accountIsTheMatter' }),
  ];
}

function proposal(
  action: ContainmentAction,
  targets: readonly string[],
  { how, ...rest }: Pick<Proposal, 'blastRadius' | 'cost' | 'why'> & { readonly how: Proposal['reversible']['how'] },
): Proposal {
  const { approval, dataKeptDays } = CONTAINMENT_RULES[action];
  return { action, targets, ...rest, reversible: { how, dataKeptDays }, approval };
}

function azureRadius(
  subscriptions: ProposalFacts['azureSubscriptions'],
  resources: ProposalFacts['resources'],
): Proposal['blastRadius'] {
  const ids = new Set(idsOf(subscriptions));
  const inside = resources.filter(({ id }) => ids.has(azureSubscriptionOf(id) ?? ''));
  return {
    ...NOTHING,
    resources: inside.length,
    azureSubscriptions: subscriptions.length,
    services: [...new Set(inside.map(({ service }) => service))],
  };
}

/** A cancelled Azure subscription costs nothing any more (practice 55). */
function azureCost(subscriptions: ProposalFacts['azureSubscriptions']): Proposal['cost'] {
  const savedPerDay = sumOf(subscriptions.flatMap(withCost));
  const goesOnPerDay = savedPerDay && { ...savedPerDay, minor: 0n };
  return { savedPerDay, goesOnPerDay, billedWhileStopped: false };
}

function withCost({ perDay }: { readonly perDay: Money | null }): readonly { readonly perDay: Money }[] {
  return perDay === null ? [] : [{ perDay }];
}

/** Null where nothing is known, which is not the same as nothing. Costs of one customer are in one currency. */
function sumOf(costs: readonly { readonly perDay: Money }[]): Money | null {
  const [first] = costs;
  if (first === undefined) return null;
  return { ...first.perDay, minor: costs.reduce((sum, { perDay }) => sum + perDay.minor, 0n) };
}

function isStopped(
  { containments }: Pick<SecurityCase, 'containments'>,
  action: ContainmentAction,
  target: string,
): boolean {
  return containments.some(
    (one) => one.action === action && one.targets.includes(target) && one.provenAt !== null && one.returnedAt === null,
  );
}

function idsOf(things: readonly { readonly id: string }[]): readonly string[] {
  return things.map(({ id }) => id);
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
