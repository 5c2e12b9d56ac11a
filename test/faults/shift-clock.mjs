// Loaded into the bot before everything else: moves its wall clock when it is told to, as a person or NTP would. Timers and
// performance.now() go on as they are, as they do on a machine.
let ahead = 0;
const now = Date.now;
globalThis.Date = new Proxy(Date, {
  construct: (Real, given) => (given.length === 0 ? new Real(now() + ahead) : new Real(...given)),
});
Date.now = () => now() + ahead;
process.on('message', (/** @type {{ ahead: number }} */ told) => {
  ({ ahead } = told);
  process.send?.({ ahead });
});
process.channel?.unref();
