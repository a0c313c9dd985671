/** What was seen from outside, by the judge's tables; their columns stand in `tables.sql`. */
export interface Evidence {
  readonly at_subscription: readonly { readonly tenant: string; readonly id: string; readonly status: string }[];
  readonly at_azure: readonly { readonly tenant: string; readonly id: string; readonly status: string }[];
  readonly at_role: readonly { readonly azure: string; readonly principal: string }[];
  readonly at_alert: readonly {
    readonly tenant: string;
    readonly guid: string;
    readonly azure: string;
    readonly status: string;
    readonly reason: string | null;
  }[];
  readonly at_change: readonly {
    readonly sequence: number;
    readonly tenant: string;
    readonly subscription: string;
    readonly at: string;
    readonly change: string;
    readonly by: string;
    readonly target: string | null;
  }[];
  /** In minor units. */
  readonly at_consumed: readonly { readonly tenant: string; readonly minor: number }[];
  readonly mail: readonly { readonly message_id: string; readonly received_at: string; readonly digest: string }[];
  readonly notice: readonly {
    readonly id: string;
    readonly kind: string;
    readonly tenant: string;
    readonly at: string;
  }[];
  readonly kill: readonly { readonly at: string }[];
  readonly played: readonly {
    readonly at: number;
    readonly kind: string;
    readonly customer: number | null;
    readonly outcome: string;
  }[];
}
