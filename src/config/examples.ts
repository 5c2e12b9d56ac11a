import type { Setting } from './setting.ts';
import { ROWS, SECTIONS } from './settings.ts';
import { itemsOf } from './values.ts';

/** The text of `.env.example`. */
export function envExample(): string {
  const head = [
    '# Copy to .env and fill in. Everything is optional. Settings you leave out use the value shown here, or are off.',
    '# Put secrets here. The rest can go into keymedic.yaml (see keymedic.example.yaml). Settings here override that file.',
    '# Location of that file, if it is elsewhere:',
    '#KEYMEDIC_CONFIG=keymedic.yaml',
  ];
  const sections = sectionsOf(ROWS).map(([title, rows]) =>
    [`# --- ${title} ---`, ...rows.flatMap((row) => [`# ${documented(row)}`, variableOf(row)])].join('\n'),
  );
  return `${[head.join('\n'), ...sections].join('\n\n')}\n`;
}

/** The text of `keymedic.example.yaml`. */
export function fileExample(): string {
  const head = [
    '# Copy to keymedic.yaml and fill in. Everything is optional. Settings you leave out use the value shown here, or are off.',
    "# Don't put secrets here: tokens belong in the environment or in .env. Check this file with npm run -s config -- check",
  ];
  const sections = sectionsOf(inFile()).map(([title, rows]) => {
    const [section = ''] = rows[0]?.key.split('.') ?? [];
    const lines = rows.flatMap((row) => [`  # ${row.says}`, `  ${keyOf(row)}`]);
    return [`# --- ${title} ---`, `${section}:`, ...lines].join('\n');
  });
  return `${[head.join('\n'), ...sections].join('\n\n')}\n`;
}

/** The text of `docs/settings.md`. */
export function settingsPage(): string {
  const head = `# Settings

Put secrets into the environment or into \`.env\`, and everything else into \`keymedic.yaml\`. Keymedic looks for that file in the folder in
which you start it, or where \`KEYMEDIC_CONFIG\` says. Every setting also has a variable. The first of these that is set applies: the
environment, \`.env\`, \`keymedic.yaml\`, the default.

- \`npm run -s setup\` asks for what is needed and writes both files.
- \`npm run -s config -- check\` explains mistakes, with line and column.
- \`npm run -s config -- show\` shows each value and where it comes from.
- \`npm run -s doctor\` tests the settings live.

To begin by hand, copy \`.env.example\` and \`keymedic.example.yaml\`. A small \`keymedic.yaml\`:

\`\`\`yaml
slack:
  channels: [help, api-support]
  staff_channel: C0123456789
manners:
  answers_per_person: 2
\`\`\`

This page is generated from the table in \`src/config/settings.ts\`.`;
  const sections = sectionsOf(ROWS).map(([title, rows]) =>
    [`## ${title}`, '', '| key | variable | | default |', '|---|---|---|---|', ...rows.map(tableRow)].join('\n'),
  );
  return `${[head, ...sections].join('\n\n')}\n`;
}

/** Rows that may stand in the file. */
function inFile(): readonly Setting<unknown>[] {
  return ROWS.filter(({ secret }) => secret !== 'always');
}

function sectionsOf(rows: readonly Setting<unknown>[]): (readonly [string, readonly Setting<unknown>[]])[] {
  return Object.entries(SECTIONS).map(
    ([section, title]) => [title, rows.filter(({ key }) => key.startsWith(`${section}.`))] as const,
  );
}

function documented({ says, form }: Setting<unknown>): string {
  return form === 'list' || form === 'list or all' ? `${says}. Separate several values with commas` : says;
}

/** All commented out: in a copy they would else win over the file. */
function variableOf({ env, otherwise, example }: Setting<unknown>): string {
  return `#${env}=${(otherwise ?? '') === '' ? (example ?? '') : otherwise}`;
}

function keyOf(row: Setting<unknown>): string {
  const { key, otherwise, example } = row;
  const name = key.split('.')[1] ?? '';
  const off = otherwise === null || otherwise === '';
  return `${off ? '#' : ''}${name}: ${written(row, (off ? example : otherwise) ?? '')}`;
}

function written({ form }: Setting<unknown>, text: string): string {
  if (form === 'list' || form === 'list or all') return `[${itemsOf(text).join(', ')}]`;
  return form === 'text' && /^\d+$/.test(text) ? `'${text}'` : text;
}

function tableRow(row: Setting<unknown>): string {
  const key = row.secret === 'always' ? 'a secret' : `\`${row.key}\``;
  const usual = row.otherwise === null || row.otherwise === '' ? '' : `\`${row.otherwise}\``;
  return `| ${key} | \`${row.env}\` | ${row.says.replaceAll('|', '\\|')} | ${usual} |`;
}
