import { z } from 'zod';

/** A whole number in a query string. Text by nature, so reading it is no coercion: `5.0`, ` 5` and `0x5` are refused. */
export const wholeNumber = (least: number, most: number) =>
  z
    .codec(
      z.string().refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, {
        error: `must be a whole number from ${least} to ${most}`,
      }),
      z.custom<number>(),
      { decode: Number, encode: String },
    )
    .meta({ type: 'integer', minimum: least, maximum: most });

/** `true` or `false` in a query string. */
export const flag = z
  .codec(z.enum(['true', 'false']), z.boolean(), {
    decode: (text) => text === 'true',
    encode: (value) => (value ? 'true' : 'false'),
  })
  .meta({ type: 'boolean' });

/** What every list takes beside its own filters. */
export const paging = {
  limit: wholeNumber(1, 200).prefault('50'),
  cursor: z.string().max(500).optional().meta({ description: 'The `nextCursor` of the page before.' }),
};

/** One page of a list in stable order; `nextCursor` is null on the last one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
