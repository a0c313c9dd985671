import { isDay } from '../../domain/calendar/day.ts';
import type { RatedUsage } from '../../domain/usage/rated-usage.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asDecimal, asText, field, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';

/** A line of the export (contract section 15.2); amounts with every digit that they came with. */
export function ratedLine(line: JsonValue): RatedUsage {
  const text = (name: string): string | null => asText(field(line, name));
  const needed = <T>(value: T | null, name: string): T => {
    // To leave a line out would make a customer's usage look smaller than it is.
    if (value === null) throw new PartnerCenterError(meaningOf(500, null), { code: `RatedUsage_without_${name}` });
    return value;
  };
  const day = text('usageDate')?.slice(0, 10) ?? null;
  const resource = text('resourceUri');
  return {
    customerTenantId: needed(text('customerId'), 'customerId').toLowerCase(),
    day: needed(day !== null && isDay(day) ? day : null, 'usageDate'),
    currency: needed(text('billingCurrency'), 'billingCurrency').toUpperCase(),
    cost: needed(asDecimal(field(line, 'billingPreTaxTotal')), 'billingPreTaxTotal'),
    region: (text('resourceLocation') ?? text('meterRegion'))?.toLowerCase().replaceAll(' ', '') ?? 'unknown',
    ...partOf(resource, text('consumedService') ?? text('meterCategory')),
    meter: text('meterId') ?? 'unknown',
    meterName: text('meterName'),
    resource: resource === null || resource.includes('@') ? null : resource,
    quantity: asDecimal(field(line, 'quantity')) ?? '0',
    unit: text('unit') ?? text('unitOfMeasure') ?? text('unitType'),
  };
}

/** Service and kind out of a resource's address: `…/providers/Microsoft.Compute/virtualMachines/vm1`. */
function partOf(resource: string | null, service: string | null): { readonly service: string; readonly kind: string } {
  const [provider, ...rest] = resource?.toLowerCase().split('/providers/').at(-1)?.split('/') ?? [];
  const kinds = rest.filter((_segment, index) => index % 2 === 0).join('/');
  if (resource?.toLowerCase().includes('/providers/') === true && provider !== undefined)
    return { service: provider, kind: kinds === '' ? 'all' : kinds };
  return { service: service?.toLowerCase() ?? 'unknown', kind: 'all' };
}
