import { expect, test } from 'vitest';
import { readConceptWords } from '#diagnosis/read/read-concepts.ts';
import { readStatements } from '#diagnosis/read/statements.ts';
import { normalise } from '#diagnosis/text/normalise.ts';
import { realCatalogue } from '#test/catalogue.ts';

const { lexicon } = realCatalogue();

/** What a text says of which thing. */
function saidIn(text: string): string[] {
  return readStatements(readConceptWords(normalise(text), text, lexicon), lexicon)
    .filter(({ isPair }) => isPair)
    .map(({ name }) => name);
}

test.for([
  ['en', 'the server says your API key is invalid', 'key+invalid'],
  ['zh', '无效的密钥', 'key+invalid'],
  ['zh, traditional', '金鑰無效', 'key+invalid'],
  ['ja', 'APIキーが無効です', 'key+invalid'],
  ['ko', '유효하지 않은 API 키입니다', 'key+invalid'],
  ['ru', 'Недействительный ключ API', 'key+invalid'],
  ['uk', 'Недійсний ключ', 'key+invalid'],
  ['es', 'La clave de API no es válida', 'key+invalid'],
  ['pt', 'A chave de API é inválida', 'key+invalid'],
  ['fr', 'La clé API est invalide', 'key+invalid'],
  ['de', 'Der API-Schlüssel ist ungültig', 'key+invalid'],
  ['it', 'La chiave API non è valida', 'key+invalid'],
  ['pl', 'Nieprawidłowy klucz API', 'key+invalid'],
  ['tr', 'API anahtarı geçersiz', 'key+invalid'],
  ['vi', 'Khóa API không hợp lệ', 'key+invalid'],
  ['id', 'Kunci API tidak valid', 'key+invalid'],
  ['nl', 'De API-sleutel is ongeldig', 'key+invalid'],
  ['ar', 'مفتاح API غير صالح', 'key+invalid'],
] as const)('the same complaint is read in %s', ([, text, said]) => {
  expect(saidIn(text)).toContain(said);
});

test.for([
  ['InvalidApiKeyException', 'key+invalid'],
  ['error: invalid_api_key', 'key+invalid'],
  ['AUTH_FAILED', 'authentication+failed'],
  ['{"code":"TOKEN_EXPIRED"}', 'token+expired'],
  ['accountSuspended', 'account+disabled'],
])('names of programs are cut into words: %s', ([text = '', said]) => {
  expect(saidIn(text)).toContain(said);
});

test('a denial turns a word round, and takes a fault away', () => {
  expect(saidIn('the token is not valid')).toContain('token+invalid');
  expect(saidIn('no API key was provided')).toContain('key+missing');
  expect(saidIn('your key has not expired')).not.toContain('key+expired');
});

test('what stands in another sentence says nothing of the thing', () => {
  expect(saidIn('I made a key. The build is broken and the disk has expired')).not.toContain('key+expired');
});

test('a message that packs several causes says each of them', () => {
  expect(saidIn('invalid, expired, or revoked token')).toEqual(
    expect.arrayContaining(['token+invalid', 'token+expired', 'token+revoked']),
  );
});

test('accents that people leave out do not matter', () => {
  expect(saidIn('la clave no es valida, clave invalida')).toContain('key+invalid');
});
