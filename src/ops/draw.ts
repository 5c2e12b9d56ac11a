import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Draws an SVG. */
export type Draw = (svg: string) => Promise<Uint8Array>;

const require = createRequire(import.meta.url);
let ready: Promise<Draw> | null = null;

/**
 * Draws an SVG as PNG. What draws is loaded with the first picture: most processes never draw one.
 *
 * @throws where the SVG is not well formed
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  ready ??= load();
  return (await ready)(svg);
}

async function load(): Promise<Draw> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const font = await readFile(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  return async (svg) => {
    const drawn = new Resvg(svg, {
      font: { fontBuffers: [font], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
    });
    const picture = drawn.render();
    const png = picture.asPng();
    picture.free();
    drawn.free();
    return png;
  };
}
