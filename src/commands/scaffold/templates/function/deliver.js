'use strict';

// Where each lead goes. As it stands it is posted as JSON to the address in the setting LEADS_FORWARD_URL; put your own code here for a CRM,
// a mail, a queue. Take the lead by returning, refuse it by throwing: what is refused comes again. A lead may come more than once
// (after a failure in the middle): `lead.key` tells. Leads are personal data: keep them out of logs.

/** Whether it can work at all; until then no lead is taken from its place. */
function isReady() {
  return Boolean(process.env.LEADS_FORWARD_URL);
}

/** @param {object} lead as src/lead.js makes it; `lead.test` is an MSFT_TEST lead, `lead.doNotContact` is not to be contacted */
async function deliver(lead) {
  if (!isReady()) throw new Error('set LEADS_FORWARD_URL, or put your own code into src/deliver.js');
  const answer = await fetch(process.env.LEADS_FORWARD_URL, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': lead.key },
    body: JSON.stringify(lead),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`);
}

module.exports = { deliver, isReady };
