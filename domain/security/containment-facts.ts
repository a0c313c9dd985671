/**
 * What can be stopped, narrowest first (practice 23): one machine, Azure subscriptions, the whole Azure plan, licences; and,
 * where an account is the matter, its role and its sessions.
 */
export type ContainmentAction =
  | 'stopResource'
  | 'cancelAzureSubscriptions'
  | 'suspendAzurePlan'
  | 'suspendSubscriptions'
  | 'removeAdminRole'
  | 'revokeSessions';

/** Facts of a containment, from its order to its reversal. Each names the containment by its number within the case. */
export interface ContainmentFacts {
  /**
   * Targets: subscriptions of ours, Azure subscriptions, resources of Azure, role assignments or users. None means all of the
   * customer's. With `approval` nothing is done before a second person, or the policy, has said so. `hold`: the fraud hold
   * under which the customer's life stops all, `holds`: those of the subscriptions that are named.
   */
  'case.containmentOrdered': {
    readonly containment: string;
    readonly action: ContainmentAction;
    readonly targets: readonly string[];
    readonly approval?: 'fourEyes';
    readonly hold?: string;
    readonly holds?: readonly string[];
  };
  /** By the policy under which the customer lives, with its version, or by a second person, who is the actor. */
  'case.containmentApproved': {
    readonly containment: string;
    readonly policy: { readonly key: string; readonly version: number } | null;
  };
  'case.containmentRefused': { readonly containment: string };
  /**
   * `on`: what is on, and Microsoft is about to be asked to stop. Recorded first: a try that dies half-way cannot say what it has
   * stopped, and the next one finds it off.
   */
  'case.containmentBegun': { readonly containment: string; readonly on: readonly string[] };
  /** Microsoft has taken the order; whether it holds is read back afterwards. `stopped`: what was on and is to be off. */
  'case.containmentSent': { readonly containment: string; readonly stopped?: readonly string[] };
  /** None of its Azure subscriptions is on any more, so the plan was put under a fraud hold (practice 52). */
  'case.planHeld': { readonly containment: string; readonly holds: readonly string[] };
  /** `plansOn`: Azure plans that are still active, where the plan is to be stopped. */
  'case.containmentChecked': {
    readonly containment: string;
    readonly stillOn: readonly string[];
    readonly plansOn?: readonly string[];
  };
  /** Given up: a person must see to it. `code` is Microsoft's, where it refused. */
  'case.containmentFailed': { readonly containment: string; readonly code?: string };
  /** What was proven to be off is on again, and not by us (practice 52). */
  'case.containmentReturned': { readonly containment: string; readonly targets: readonly string[] };
  /** A task for people was opened about this occasion. */
  'case.taskOpened': { readonly key: string; readonly task: string };
  /** What that task asked for has been done: the second person has decided. */
  'case.taskClosed': { readonly key: string };
  'case.reversalOrdered': { readonly containment: string };
  /** Fraud holds were released, or Microsoft was asked to start again what we had stopped. */
  'case.reversalSent': { readonly containment: string; readonly stage: 'release' | 'restart' };
  'case.reversalChecked': {
    readonly containment: string;
    readonly stillOff: readonly string[];
    readonly plansOff: readonly string[];
  };
  'case.reversalFailed': { readonly containment: string; readonly code?: string };
}
