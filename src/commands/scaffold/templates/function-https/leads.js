'use strict';

// The address that Partner Center posts leads to. A lead is put into the queue "leads" of the function app's storage account, and only then
// answered with 200; from there it goes to src/deliver.js, again and again where that fails, and at last into the queue "leads-poison".
//
// The function's key is part of its address (?code=…): the address is a secret, and the whole of it is what Partner Center gets.

const { app, output } = require('@azure/functions');
const { read, isObject } = require('../lead');
const { deliver } = require('../deliver');

/** Bytes of a body; a message of the queue holds 48 KB. */
const MOST = 40_000;

const queue = output.storageQueue({ queueName: 'leads', connection: 'AzureWebJobsStorage' });

async function receive(request, context) {
  const text = (await request.text()).replace(/^\uFEFF/, '');
  if (Buffer.byteLength(text) > MOST) return refuse(context, 413, 'this is longer than a lead');
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(context, 400, 'this is no JSON');
  }
  if (!isObject(body)) return refuse(context, 400, 'this is no JSON object');
  const lead = read(body);
  // The host writes it when this function has returned, and answers 500 where that fails.
  context.extraOutputs.set(queue, lead);
  context.log(`a lead came: ${lead.key}${lead.test ? ' (MSFT_TEST)' : ''}`);
  return { status: 200, jsonBody: { received: lead.key } };
}

function refuse(context, status, why) {
  // Never what came: it may be a person's.
  context.warn(`refused with ${status}: ${why}`);
  return { status, jsonBody: { error: why } };
}

app.http('leads', { methods: ['POST'], authLevel: 'function', route: 'leads', extraOutputs: [queue], handler: receive });

app.storageQueue('deliver', { queueName: 'leads', connection: 'AzureWebJobsStorage', handler: (lead, context) => deliver(lead, context) });
