/**
 * Writes docs/configuration.md from the configuration schema; `--print` shows it instead. A test compares the two.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { configurationVariables } from '../contracts/configuration-variables.ts';

const variableSchema = z.object({
  group: z.string(),
  description: z.string(),
  secret: z.boolean().default(false),
  default: z.string().optional(),
  enum: z.array(z.string()).optional(),
});

const documentSchema = z.object({
  properties: z.record(z.string(), variableSchema),
  required: z.array(z.string()).default([]),
});

/** The page about the configuration, in Markdown. */
export function configurationPage(): string {
  const { properties, required } = documentSchema.parse(z.toJSONSchema(configurationVariables, { io: 'input' }));
  const groups = Map.groupBy(Object.entries(properties), ([, { group }]) => group);
  const tables = [...groups].map(([group, variables]) =>
    [
      `## ${group}`,
      '',
      '| variable | default | what it says |',
      '| --- | --- | --- |',
      ...variables.map(
        ([name, variable]) => `| \`${name}\` | ${defaultOf(name, variable, required)} | ${textOf(variable)} |`,
      ),
    ].join('\n'),
  );
  return [introduction, ...tables].join('\n\n').concat('\n');
}

const introduction = `# Configuration

Tenure's programs are configured by environment variables. Each program checks all of them when it starts, and a start
with wrong ones ends with all the problems at once. An empty value counts as absent. With \`npm start\` everything is set
already; there the variables of the group "One machine" matter, and \`TEMPORAL_ADDRESS\` or \`DATABASE_URL\` together with
\`DATABASE_OWNER_URL\` where a server of your own is to be used.

This page is generated: \`node scripts/configuration-table.ts\`.`;

function defaultOf(name: string, variable: z.infer<typeof variableSchema>, required: readonly string[]): string {
  if (variable.default !== undefined) return `\`${variable.default}\``;
  return required.includes(name) ? '**required**' : '';
}

function textOf({ description, secret, enum: words }: z.infer<typeof variableSchema>): string {
  const choice = words === undefined ? '' : ` One of ${words.map((word) => `\`${word}\``).join(', ')}.`;
  return `${description.replaceAll('|', '\\|')}${choice}${secret ? ' *Secret.*' : ''}`;
}

if (import.meta.main) {
  if (process.argv.includes('--print')) console.log(configurationPage());
  else writeFileSync(join(import.meta.dirname, '..', 'docs', 'configuration.md'), configurationPage());
}
