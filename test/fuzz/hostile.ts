import fc from 'fast-check';

/** How long a fuzz run is, and where it begins: the same run for the same FUZZ_SEED. A failure prints seed and path. */
export const RUN = {
  numRuns: Number(process.env['FUZZ_RUNS'] ?? 1000),
  ...(process.env['FUZZ_SEED'] === undefined ? {} : { seed: Number(process.env['FUZZ_SEED']) }),
};

const PIECES = [
  '@everyone',
  '<!channel>',
  '<@U123456>',
  '<@&1>',
  '<#C1>',
  '[a](https://evil.example)',
  '<https://evil.example|x>',
  '```',
  '`',
  '||',
  '**',
  '__',
  '~~',
  '> ',
  '# ',
  '-# ',
  '\\',
  '<t:0:R>',
  '</diagnose:1>',
  ':smile:',
  '&lt;',
  '&amp;',
  '\u001b[31m',
  '\u001b]8;;https://evil.example\u0007',
  '\u0000',
  '\u0007',
  '\u202e',
  '\u200b',
  '\ud800',
  '\r',
  '\t',
  '\n',
  '{"error":{"message":"',
  '"}}',
  '\\"',
  '\\u0000',
  'HTTP/1.1 401 ',
  'status: 429',
  'Authorization: Bearer ',
  'api_key=',
  'https://api.openai.com/v1/v1',
  'Incorrect API key provided',
  'openai.AuthenticationError: ',
  'invalid x-api-key',
];

/** Text that somebody has made to do harm, or that a terminal has garbled. */
export const hostileText = fc
  .array(
    fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 60 })),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));

const repeated = fc.tuple(hostileText, fc.nat({ max: 60 })).map(([text, times]) => text.repeat(times));

/** The same, often longer than any message may be. */
export const longText = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.noShrink(repeated) },
);
