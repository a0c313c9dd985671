/** Digits after the point that are kept; Microsoft's figures have up to nineteen (contract 2.2). */
const SCALE = 20;
const FORM = /^(-?)(\d{1,18})(?:\.(\d{1,20}))?$/;

/** A decimal number as an integer of 10⁻²⁰. Never a float: what is summed here is what a client must read digit by digit. */
export type Decimal = bigint;

export function isDecimal(text: string): boolean {
  return FORM.test(text);
}

/** @throws RangeError for what is no plain decimal number */
export function decimal(text: string): Decimal {
  const [, sign, whole, fraction = ''] = FORM.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`${text} is no decimal number`);
  const value = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return sign === '-' ? -value : value;
}

export function decimalText(value: Decimal): string {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -SCALE)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Contract 18.9: `part / whole × 100`, to two decimals, halves up. */
export function percentOf(part: Decimal, whole: Decimal): Decimal {
  const hundredths = (part * 20_000n + whole) / (whole * 2n);
  return hundredths * 10n ** BigInt(SCALE - 2);
}

const rawJson: (text: string) => unknown = Reflect.get(JSON, 'rawJSON');

/** Contract 2.2: a JSON number with all its digits, which no float could hold. */
export function wireNumber(value: Decimal): unknown {
  return rawJson(decimalText(value));
}
