import { describe, expect, test } from 'vitest';
import { keyForms } from '#probe/key/forms.ts';
import { lookAtKey } from '#probe/key/look.ts';
import { SecretKey } from '#secret-key.ts';
import { testKnowledge } from '#test/fakes/providers/check.ts';

const { knowledge, defaults } = testKnowledge();
const forms = keyForms(knowledge);
const look = (entered: string, chosen: string | null = null) =>
  lookAtKey(new SecretKey(entered), chosen, { knowledge, defaults, forms });

const BODY = 'Kq7Zx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa'.repeat(4);
const GROQ = `gsk_${BODY.slice(0, 52)}`;
const ANTHROPIC = `sk-ant-api03-${BODY.slice(0, 93)}AA`;
const OPENAI = `sk-proj-${BODY.slice(0, 74)}T3BlbkFJ${BODY.slice(0, 74)}`;

/** What was entered, what is found, and the key that is tried: the right one, or null for none. */
const CASES: readonly (readonly [entered: string, found: readonly string[], tried: string | null, chosen?: string])[] =
  [
    [GROQ, [], GROQ],
    [ANTHROPIC, [], ANTHROPIC],
    [OPENAI, [], OPENAI, 'openai'],
    [`  ${GROQ}`, ['blank-around'], GROQ],
    [`${GROQ}\r\n`, ['blank-around'], GROQ],
    [`${GROQ}\u00a0`, ['blank-around'], GROQ],
    [`"${GROQ}"`, ['quotes-around'], GROQ],
    [`'${GROQ}'`, ['quotes-around'], GROQ],
    [`\u201c${GROQ}\u201d`, ['quotes-around'], GROQ],
    [`\`${GROQ}\``, ['quotes-around'], GROQ],
    [`\u2018${GROQ}\u2019`, ['quotes-around'], GROQ],
    [`\u00ab${GROQ}\u00bb`, ['quotes-around'], GROQ],
    [`\u300c${GROQ}\u300d`, ['quotes-around'], GROQ],
    [`""${GROQ}""`, ['quotes-around'], GROQ],
    // One quote alone, or nothing but quotes, is no wrapping.
    ['"', ['too-short'], null],
    ['""', ['too-short'], null],
    ['"a"', ['too-short'], null],
    ['"abcde"', [], '"abcde"'],
    ['"abcdef"', ['quotes-around'], 'abcdef'],
    [`Bearer ${GROQ}`, ['label-along'], GROQ],
    [`Authorization: Bearer ${GROQ}`, ['label-along'], GROQ],
    [`x-api-key: ${ANTHROPIC}`, ['label-along'], ANTHROPIC],
    [`export GROQ_API_KEY=${GROQ}`, ['label-along'], GROQ],
    [`export GROQ_API_KEY="${GROQ}"`, ['label-along'], GROQ],
    [`set GROQ_API_KEY=${GROQ}`, ['label-along'], GROQ],
    [`$env:GROQ_API_KEY = "${GROQ}"`, ['label-along'], GROQ],
    [`GROQ_API_KEY=${GROQ}`, ['label-along'], GROQ],
    [`{"api_key": "${GROQ}"}`, ['label-along'], GROQ],
    [`"apiKey": "${GROQ}",`, ['label-along'], GROQ],
    [`${GROQ},`, ['label-along'], GROQ],
    [`${GROQ.slice(0, 20)}\n${GROQ.slice(20)}`, ['line-break'], GROQ],
    [`${GROQ.slice(0, 20)}\n  ${GROQ.slice(20)}\n`, ['blank-around', 'line-break'], GROQ],
    [`${GROQ.slice(0, 20)} ${GROQ.slice(20)}`, ['inner-blank-mended'], GROQ],
    [`gsk_ not a key`, ['inner-blank'], null],
    [`\ufeff${GROQ}`, ['invisible-character'], GROQ],
    [`${GROQ.slice(0, 10)}\u200b${GROQ.slice(10)}\u200d`, ['invisible-character'], GROQ],
    [`${GROQ.slice(0, 10)}\u00ad${GROQ.slice(10)}`, ['invisible-character'], GROQ],
    [`${GROQ.slice(0, 10)}\u0000${GROQ.slice(10)}`, ['invisible-character'], GROQ],
    [`sk\u2010proj-${BODY}`, ['foreign-character'], null],
    [`gsk_${BODY.slice(0, 40)}\u0430`, ['foreign-character'], null],
    [`${GROQ}é`, ['foreign-character'], null],
    [`sk-proj-abcd…wxyz`, ['masked'], null],
    [`sk-proj-abcd...wxyz`, ['masked'], null],
    [`sk-ant-***************abcd`, ['masked'], null],
    [`••••••••••abcd`, ['masked'], null],
    ['YOUR_API_KEY', ['variable-name'], null],
    ['your-api-key-here', ['placeholder'], null],
    ['sk-xxxxxxxxxxxxxxxxxxxx', ['placeholder'], null],
    ['<your key>', ['placeholder'], null],
    ['gsk_insert_your_key_here', ['placeholder'], null],
    ['$OPENAI_API_KEY', ['variable-name'], null],
    ['${OPENAI_API_KEY}', ['variable-name'], null],
    ['%OPENAI_API_KEY%', ['variable-name'], null],
    ['process.env.OPENAI_API_KEY', ['variable-name'], null],
    ['{{ secrets.OPENAI }}', ['variable-name'], null],
    ['https://api.openai.com/v1', ['address'], null],
    ['{"type":"service_account","private_key":"x"}', ['credentials-file'], null],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', ['credentials-file'], null],
    ['', ['empty'], null],
    [' \n ', ['empty'], null],
    ['a1', ['too-short'], null],
    ['k'.repeat(3) + BODY.repeat(40), ['too-long'], null],
    [`${GROQ}${GROQ}`, ['doubled'], GROQ],
    [GROQ.slice(0, -5), ['wrong-length'], GROQ.slice(0, -5)],
    [`${GROQ}ab`, ['wrong-length'], `${GROQ}ab`],
    [`${GROQ.slice(0, -1)}!`, ['wrong-characters'], `${GROQ.slice(0, -1)}!`],
    [`Gsk_${GROQ.slice(4)}`, ['wrong-case'], `Gsk_${GROQ.slice(4)}`],
    [ANTHROPIC, ['other-provider'], null, 'openai'],
    [GROQ, ['other-provider'], null, 'anthropic'],
    [OPENAI, ['other-provider'], null, 'relay'],
    [`sk-ant-oat01-${BODY.slice(0, 90)}`, ['oauth-key'], null],
    [`sk-ant-ort01-${BODY.slice(0, 90)}`, ['oauth-key'], null],
    [`sk-ant-sid01-${BODY.slice(0, 90)}`, ['session-key'], null],
    [`sk-ant-admin01-${BODY.slice(0, 93)}AA`, ['admin-key'], null],
    [`sk-admin-${BODY.slice(0, 120)}`, ['admin-key'], null],
    [`pk_live_${BODY.slice(0, 24)}`, ['publishable-key'], null],
    [`sk_test_${BODY.slice(0, 24)}`, ['test-key'], `sk_test_${BODY.slice(0, 24)}`],
    [`sb_secret_${BODY.slice(0, 31)}`, ['admin-key'], null],
    [`sb_publishable_${BODY.slice(0, 31)}`, [], `sb_publishable_${BODY.slice(0, 31)}`, 'supabase'],
    [`sbp_${'0123abcd'.repeat(5)}`, ['management-key'], null],
    [`unkey_${BODY.slice(0, 22)}`, [], `unkey_${BODY.slice(0, 22)}`],
  ];

describe('the look at a key', () => {
  test.for(CASES)('%s', ([entered, found, tried, chosen]) => {
    const seen = look(entered, chosen ?? null);
    expect(seen.findings.map(({ id }) => id)).toEqual(found);
    expect(seen.key?.reveal() ?? null).toBe(tried);
    expect(seen.mended).toBe(tried !== null && tried !== entered);
  });

  test('names odd characters with their positions, never the key', () => {
    const says = look(`${GROQ.slice(0, 10)}\u200b${GROQ.slice(10)}`).findings[0]?.says;
    expect(says).toContain('U+200B at 11');
    expect(look(`${GROQ.slice(0, 20)}\n${GROQ.slice(20)}`).findings[0]?.says).toContain('character 21');
    expect(look(`gsk_${BODY.slice(0, 36)}\u0430${BODY}`).findings[0]?.says).toContain('U+0430 at 41');
  });

  test('no finding repeats a piece of what was entered', () => {
    const pieces = CASES.flatMap(([entered, , , chosen]) =>
      look(entered, chosen ?? null).findings.map(({ says }) => [says, new SecretKey(entered).cutFrom(says)] as const),
    );
    // Words such as "placeholder" stand in both; keys do not.
    const shown = pieces.filter(([says, cut]) => says !== cut && !/placeholder|variable/.test(says));
    expect(shown).toEqual([]);
  });

  test('a service_role token is an admin key, an anon one is not', () => {
    const token = (role: string) =>
      ['{"alg":"HS256"}', JSON.stringify({ iss: 'supabase', role })]
        .map((part) => Buffer.from(part).toString('base64url'))
        .join('.') + '.c2lnbmF0dXJl';
    expect(look(token('service_role'), 'supabase').findings.map(({ id }) => id)).toEqual(['admin-key']);
    expect(look(token('anon'), 'supabase').key).not.toBeNull();
  });

  test('the length is held against every form with that beginning', () => {
    expect(look(GROQ.slice(0, -5)).findings[0]?.says).toContain('The key has 51 characters');
    expect(look(GROQ.slice(0, -5)).findings[0]?.says).toContain('has 56');
  });

  test('a key that several write alike belongs to nobody', () => {
    expect(look(`sk-${BODY.slice(0, 48)}`).owner).toBeNull();
    expect(look(GROQ).owner).toBe('groq');
  });
});
