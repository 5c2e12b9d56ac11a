import { drawPng } from '#ops/draw.ts';

/** A screenshot of a terminal: these lines, black on white. */
export async function drawnPicture(lines: readonly string[]): Promise<Uint8Array> {
  const height = 40 + lines.length * 30;
  const rows = lines.map(
    (line, index) =>
      `<text x="20" y="${40 + index * 30}" font-family="DejaVu Sans" font-size="20">${escaped(line)}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${rows.join('')}</svg>`;
  return drawPng(svg);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
