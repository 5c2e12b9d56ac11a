import type { Chart } from '#store/types.ts';
import { text } from '#support/texts/text.ts';

const WIDTH = 1000;
const PADDING = 32;
const TITLE_HEIGHT = 64;
const ROW = 44;
const BAR = 26;
const LABELS = 400;
const VALUES = 70;
const LONGEST_LABEL = 42;
const FONT = 'DejaVu Sans';

/** Dark text and one calm colour on white: read alike on Slack's and Discord's light and dark screens. */
const COLOURS = { paper: '#ffffff', text: '#1d1c1d', faint: '#e8ebee', bar: '#1f7a8c' };

/** A bar chart as SVG, the longest bar as wide as there is room. */
export function chartSvg({ title, bars }: Chart): string {
  const height = TITLE_HEIGHT + bars.length * ROW + PADDING;
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const room = WIDTH - 2 * PADDING - LABELS - VALUES;
  const rows = bars.map(({ label, value }, index) => {
    const top = TITLE_HEIGHT + index * ROW + (ROW - BAR) / 2;
    const left = PADDING + LABELS;
    const long = Math.max(2, Math.round((value / most) * room));
    const middle = top + BAR / 2 + 7;
    return [
      `<text x="${left - 16}" y="${middle}" text-anchor="end" font-size="19" fill="${COLOURS.text}">${escaped(clipped(label))}</text>`,
      `<rect x="${left}" y="${top}" width="${room}" height="${BAR}" rx="4" fill="${COLOURS.faint}"/>`,
      `<rect x="${left}" y="${top}" width="${long}" height="${BAR}" rx="4" fill="${COLOURS.bar}"/>`,
      `<text x="${left + room + 14}" y="${middle}" font-size="19" fill="${COLOURS.text}">${value}</text>`,
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="${FONT}">`,
    `<rect width="100%" height="100%" fill="${COLOURS.paper}"/>`,
    `<text x="${PADDING}" y="${PADDING + 12}" font-size="24" fill="${COLOURS.text}">${escaped(title)}</text>`,
    ...rows,
    '</svg>',
  ].join('');
}

/** The same in words, for those who do not see it. */
export function chartInWords({ title, bars }: Chart): string {
  const parts = bars.map(({ label, value }) => text('statistics.bar', { label, value }));
  return `${title}. ${parts.join('; ')}.`;
}

function clipped(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(plain: string): string {
  return plain.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '').replaceAll(/[\u0000-\u001f]/g, ' ');
}
