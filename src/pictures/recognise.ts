import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import type { EngineFiles } from './engine-files.ts';
import type { Recognised } from './types.ts';

/** The part of the engine that is used. Its own description is its C++ header: https://github.com/tesseract-ocr/tesseract/blob/main/include/tesseract/baseapi.h */
interface Api {
  Init(path: string, languages: string, engine: number): number;
  SetVariable(name: string, value: string): boolean;
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetUTF8Text(): string;
  MeanTextConf(): number;
  End(): void;
}

interface Engine {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
  readonly TessBaseAPI: new () => Api;
}

type OpenEngine = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: () => void;
  readonly printErr: () => void;
}) => Promise<Engine>;

/** OEM_LSTM_ONLY: this build of the engine holds no other. */
const NEURAL = 1;
/** PSM_AUTO finds blocks of text by itself, but takes a block for a picture now and then; PSM_SINGLE_BLOCK leaves nothing out. */
const LAYOUTS = ['3', '6'] as const;
/** Mean confidence, 0 to 100, below which the other languages are tried. */
const SURE = 70;
/** A second reading is taken where it has so many more characters, and is no guess. */
const MORE = 1.1;
const NO_GUESS = 55;

/**
 * Reads the text of a picture: in English, and where that is not sure, in all languages there are.
 *
 * @param picture its bytes: PNG, JPEG, GIF or WebP
 * @param orientation how it is turned, as EXIF counts it: 1 to 8
 * @throws where the engine cannot read the file
 */
export async function recognise(picture: Uint8Array, orientation: number, files: EngineFiles): Promise<Recognised> {
  const engine = await openEngine(files);
  engine.FS.writeFile('/input', picture);
  const english = readAs(engine, ['eng'], orientation);
  const others = Object.keys(files.languages).filter((language) => language !== 'eng');
  if (english.confidence >= SURE || others.length === 0) return english;
  addLanguages(engine, others, files);
  const mixed = readAs(engine, ['eng', ...others], orientation);
  return mixed.confidence > english.confidence && isForeign(mixed.text) ? mixed : english;
}

async function openEngine(files: EngineFiles): Promise<Engine> {
  const open = createRequire(import.meta.url)(files.script) as OpenEngine;
  const quiet = () => undefined;
  const wasmBinary = readFileSync(files.script.replace(/\.js$/, '.wasm'));
  const engine = await open({ wasmBinary, print: quiet, printErr: quiet });
  addLanguages(engine, ['eng'], files);
  return engine;
}

function addLanguages(engine: Engine, names: readonly string[], { languages }: EngineFiles): void {
  for (const name of names)
    engine.FS.writeFile(`/${name}.traineddata`, gunzipSync(readFileSync(languages[name] as string)));
}

function readAs(engine: Engine, languages: readonly string[], orientation: number): Recognised {
  const api = new engine.TessBaseAPI();
  if (api.Init('/', languages.join('+'), NEURAL) !== 0) throw new Error('the language data cannot be used');
  const [blocks, whole] = LAYOUTS.map((layout) => {
    api.SetVariable('tessedit_pageseg_mode', layout);
    if (api.SetImageFile(orientation, 0) !== 0) throw new Error('the picture cannot be decoded');
    api.Recognize(null);
    return { text: api.GetUTF8Text(), confidence: api.MeanTextConf(), languages };
  }) as [Recognised, Recognised];
  api.End();
  const left = lengthOf(whole) >= lengthOf(blocks) * MORE && whole.confidence >= NO_GUESS;
  return left ? whole : blocks;
}

function lengthOf({ text }: Recognised): number {
  return text.replaceAll(/\s/g, '').length;
}

/** English letters read as another script give single characters of it: a text has many. */
function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const foreign = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return foreign >= 4 && foreign >= letters * 0.1;
}
