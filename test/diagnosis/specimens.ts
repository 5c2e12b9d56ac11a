/** Made-up secrets, one for each way of being built. */
export const SPECIMENS: readonly (readonly [name: string, secret: string])[] = [
  [
    'OpenAI',
    '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',
  ],
  [
    'Anthropic',
    'sk-ant-api03-tY4qWB8dWKnHfDNxSIvPZZ63fFKcZjR4I0b3jRtaWr4Y9OJFLJOqOAf1lLQSAJaiXnkU8Is2g8nprvDd53x83rzjZZZZGAA',
  ],
  ['GitHub', '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'],
  ['GitLab', 'glpat-Q9WmXeHH2fdeeTFJGvVv'],
  ['npm', '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'],
  ['PyPI', 'pypi-AgEIcHlwaS5vcmcWxOiixgVoOnzyw2MzP0ZvzOMhfWuBByReQMsm9Wcz7uW9XFOGOeMVNen5n1Ae6pWzpF1qH6YytwMe4Lb'],
  ['Google', 'AIzaSyyoVFz8uZdZv8FuKKIBJl5dzpJn0meq7WJ'],
  ['Google, new', 'AQ.jjIBAzupGhv7Ib3M03NBQNSgPwlUQia1ID6vW5dql05ha064gI'],
  ['Google OAuth', 'ya29.iJhgB3cxLmAxzJLJenuHjDUrhhjeyxG4jDPMRCxGgcjBw56EcUngmgMsRcgi'],
  ['AWS key id', 'AKIA6PQM4I2HZ4UEP3EN'],
  [
    'Bedrock',
    'ABSKqTyH5xJ8tpqXJQ4I9dOv8GZ4fKq1OKtbgZVaMWUFuXBVjdctBYVhnSg9EH6yO4GFQRC5xLRwI0b26r08QZJi6gkfsUFRDzsLb5ER8BoFzQFm2OEQ3HdAVja7',
  ],
  ['Slack bot', 'xoxb-531942351345-594589356151-ABugjMgeP7cGq0pbqfi14ZgT'],
  ['SendGrid', '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'],
  ['Stripe', 'sk_live_pMPgxAFQ0FJZlCZBTToOFl9h2wJq5ty4mYwUufJSunpJC01t5gobuszgI6hw'],
  ['Vault', 'hvs.gk10zB0rlz5tr9spOFBCIoX9GY1cjDoBoirPfQAdzEv7g5iFqhEvveQzE2QPuwNOvpdf2YEe6rSxCnopMEmJVQpvsTnkIAe'],
  ['Doppler', 'dp.pt.DfRrGsNrfSthSdddxH5jMTF7eBSdE0g9cRYN687NElF'],
  ['Dynatrace', 'dt0c01.JvhQ8XIm0ogR4HtXOf54fZBK.A8frcZTuJaWYUH1VAUwV1ZH87MtA5vSQXEZY3lEX7bwR2DRGD1qSo7JPRbgUMxXy'],
  ['Telegram', '712345678:AA9b4BzwoZ648jjNuFD7uacnwIp3SfD67jI'],
  ['Discord bot', 'MTk4NjIyNDgzNDcxOTI1MjQ4.Gab12x.KeaVSTQvvpQZpPTejqZHKpKENg5zfjOc6VwcbI'],
  [
    'JSON web token',
    'eyJhbGciOiJIUzI1NiJ9.eyJjMPFLVjFUPXQzkM4Bv3aYavhNYRVwDfRk9XIrghoy32NFR5PYZpcb9T2039B.ICbtw5ze9lfAEZ7770h2dcPyGOJJhrG80usp2w5dFjx',
  ],
  ['DigitalOcean', 'dop_v1_10471948d33296c87009e8a7f770d9106fd287db7f1adbc60926f6967e7893f5'],
  ['Azure AD', '5Of8Q~a6qD8mJ7ZDNBmJaDtDLZc5t4UuHF7KVMLp'],
  ['Hugging Face', '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'],
  ['Databricks', 'dapibe6abf0d7c1c1e21862ab8a18a890207'],
  ['Grafana', 'glc_Get9d9xYyQ6b0fI7fLAz7vT0sxJmPU3UdXyymFgMZwKPaEpCejiUKb4GEQnF'],
  ['Twilio', 'SK63dfe574de739988b886e7577496a2c8'],
  ['Notion', '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'],
  ['Postman', 'PMAK-61ba4168160adb59261ff2d3-c425c8d99d19bdd0b6cc60d5d32cbe5401'],
  ['age', 'AGE-SECRET-KEY-1FE9H2FKJ22YXCLVNGZ75RC92WEV7TDZE2CK8F0VZZ58CAN6N0MCHUUTPQL'],
  ['no format', 'dPcwnx0d1LzeZGEIWbXFzcggqCCoIF7uUxugFDwg'],
];

/** So many characters of a secret may be shown: its prefix. */
export const KEPT = 16;

/** Where secrets stand in what people paste. */
export const PLACES: readonly (readonly [name: string, write: (secret: string) => string])[] = [
  ['settings', (it) => `# settings\nDEBUG=1\nACME_API_KEY=${it}\nPORT=3000\n`],
  ['settings in quotes', (it) => `export ACME_TOKEN="${it}"\nnpm start\nError: 401 Unauthorized`],
  ['PowerShell', (it) => `$env:ACME_API_KEY = '${it}'`],
  ['JSON', (it) => `{\n  "model": "x",\n  "apiKey": "${it}",\n  "timeout": 30\n}`],
  ['JSON in JSON', (it) => JSON.stringify({ body: JSON.stringify({ api_key: it }) })],
  ['YAML', (it) => `auth:\n  token: ${it}\n  region: eu\n`],
  ['TOML', (it) => `[acme]\nsecret = "${it}"\n`],
  ['XML', (it) => `<config><apiKey>${it}</apiKey></config>`],
  ['header', (it) => `> Host: api.acme.io\n> Authorization: Bearer ${it}\n< HTTP/1.1 401 Unauthorized`],
  ['header of its own', (it) => `curl -sS https://api.acme.io/v1/me -H 'x-api-key: ${it}' -H 'Accept: */*'\n401`],
  ['address', (it) => `GET https://api.acme.io/v1/search?q=test&key=${it}&limit=5 returned 403 Forbidden`],
  ['password of an address', (it) => `git clone https://oauth2:${it}@git.acme.io/a/b.git`],
  ['login', (it) => `curl -u admin:${it} https://api.acme.io/v1/me\n{"error":"unauthorized"}`],
  ['option', (it) => `$ acme --api-key ${it} list\nError: 401 Unauthorized`],
  ['code', (it) => `client = Client(\n    api_key="${it}",\n)\nAuthenticationError 401`],
  ['a constant', (it) => `const key = "${it}";\nawait call(key); // 401`],
  ['a log', (it) => `2026-11-30T10:00:01Z ERROR upstream rejected credential ${it} status=401`],
  ['prose', (it) => `hi, I always get 401 with ${it} since yesterday, any idea?`],
  ['prose, named', (it) => `my api key is ${it} and it does not work`],
  ['Python', (it) => `requests.get(url, headers={'Authorization': 'Bearer ${it}', 'Accept': '*/*'}) -> 401`],
];
